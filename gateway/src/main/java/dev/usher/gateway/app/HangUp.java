package dev.usher.gateway.app;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/// SIGHUP, which would end the process: from now on it asks for something. What is asked for before anybody listens is
/// not lost.
///
/// The class of the JDK that handles signals is looked up by its name, as a source that names it does not compile
/// without a warning. *Thread-safe.*
final class HangUp {

    private static final System.Logger LOG = System.getLogger(HangUp.class.getName());

    private @Nullable Runnable listener;
    private boolean raised;

    private HangUp() {}

    /// Takes the signal. Where that cannot be done, as with a Java that was told to leave signals alone, it is logged.
    static HangUp taken() {
        var hangUp = new HangUp();
        try {
            var lookup = MethodHandles.publicLookup();
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            Runnable raise = hangUp::raise;
            var run = lookup.findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
                    .bindTo(raise);
            var handle = lookup.findStatic(signal, "handle", MethodType.methodType(handler, signal, handler));
            var name = lookup.findConstructor(signal, MethodType.methodType(void.class, String.class));
            Object ours = MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            handle.invoke((Object) name.invoke("HUP"), ours);
        } catch (Throwable problem) {
            LOG.log(Level.WARNING, "SIGHUP does not read the configuration again: {0}", problem.getMessage());
        }
        return hangUp;
    }

    /// Calls `action` at each signal, and at once when there was one already.
    void follow(Runnable action) {
        boolean late;
        synchronized (this) {
            listener = action;
            late = raised;
        }
        if (late) {
            action.run();
        }
    }

    private void raise() {
        @Nullable Runnable action;
        synchronized (this) {
            raised = true;
            action = listener;
        }
        if (action != null) {
            action.run();
        }
    }
}
