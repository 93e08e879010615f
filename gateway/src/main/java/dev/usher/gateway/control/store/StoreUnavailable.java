package dev.usher.gateway.control.store;

/// The database could not do it now; the message says why, in words for the operator, without secrets.
public final class StoreUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /// What is in the way. Stands in answers in lower case.
    public enum Reason {
        /// It cannot be reached, or went away.
        STORE_UNREACHABLE,
        /// Its disk takes no more.
        STORE_FULL,
        /// Too many calls wait for it already, or it gives no answer.
        STORE_BUSY
    }

    public StoreUnavailable(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public StoreUnavailable(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
