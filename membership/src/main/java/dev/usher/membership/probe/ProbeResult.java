package dev.usher.membership.probe;

/// How one check ended: why, in one word for machines and in one line for people, and after how long. *Immutable.*
public record ProbeResult(Cause cause, String why, long nanos) {

    /// One word for the end of a check.
    public enum Cause {
        /// It answered as it should.
        ANSWERED,
        /// Nobody listens on that port.
        REFUSED,
        /// No answer in time: dead network, full backlog, or a hung process.
        TIMEOUT,
        /// The connection was cut.
        RESET,
        /// The connection was closed in good order before an answer.
        CLOSED,
        /// It answered, and the status says that it is not ready.
        BAD_STATUS,
        /// It answered, but not in HTTP.
        BAD_ANSWER,
        /// The host name has no address.
        UNRESOLVED,
        /// The network has no way there, or the machine could not open a socket.
        UNREACHABLE
    }

    /// Whether the Director is healthy by this check.
    public boolean ok() {
        return cause == Cause.ANSWERED;
    }
}
