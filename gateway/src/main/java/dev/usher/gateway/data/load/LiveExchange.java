package dev.usher.gateway.data.load;

import dev.usher.gateway.core.exchange.Authenticated;
import dev.usher.gateway.core.exchange.Cause;
import org.jspecify.annotations.Nullable;

/// An exchange that was let in and has not ended: what revocation, a changed access list, a drain deadline
/// or a dead Director can end.
///
/// It is a link of its loop's list itself, so entering and leaving allocate nothing. *Confined to one event loop.*
public abstract class LiveExchange {

    @Nullable
    LiveExchange previous;

    @Nullable
    LiveExchange next;

    boolean listed;

    /// Who was let in, where to, and by which token.
    public abstract Authenticated who();

    /// The Director that has it, or null while none does.
    public abstract @Nullable DirectorLoad director();

    /// Ends it now, in its protocol's words where there is still room for words.
    public abstract void cut(Cause why);
}
