package dev.usher.gateway.data.load;

/// An exchange's seat at a Director: counted from its opening to its closing, each of which happens once.
///
/// *Confined to one event loop.*
public final class Lease {

    private final DirectorLoad director;
    private boolean open = true;

    private Lease(DirectorLoad director) {
        this.director = director;
    }

    /// Takes a seat.
    public static Lease open(DirectorLoad director) {
        director.opened();
        return new Lease(director);
    }

    /// Whose seat it is.
    public DirectorLoad director() {
        return director;
    }

    /// Gives the seat back; only the first call counts.
    ///
    /// @param failed whether the Director failed the exchange
    public void close(boolean failed) {
        if (open) {
            open = false;
            director.closed(failed);
        }
    }
}
