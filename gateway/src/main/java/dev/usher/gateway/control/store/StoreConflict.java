package dev.usher.gateway.control.store;

/// The database refused a row, because one of its own rules stands in the way: a name or a digest that is taken, a
/// Director that is in another cluster. Nothing of the call happened, whatever `work` did with this exception.
public final class StoreConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreConflict(String message, Throwable cause) {
        super(message, cause);
    }
}
