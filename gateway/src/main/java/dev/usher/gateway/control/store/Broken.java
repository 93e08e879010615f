package dev.usher.gateway.control.store;

import org.jspecify.annotations.Nullable;

/// A seal that does not open: made with another `store.secret_key`, for another purpose, or changed since.
public final class Broken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Broken(String purpose, @Nullable Throwable cause) {
        super(
                purpose + ": its seal does not open"
                        + " (expected: sealed for this with the store.secret_key that is in use, and unchanged)",
                cause);
    }
}
