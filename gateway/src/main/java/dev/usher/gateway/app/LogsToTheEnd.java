package dev.usher.gateway.app;

import java.util.logging.LogManager;

/// Keeps the handlers of the logs while the process ends.
///
/// The platform's own takes them away in a shutdown hook, which runs beside ours: nobody would read how a gateway left.
/// Public, as the platform makes it by the name that [Usher] gives it.
public final class LogsToTheEnd extends LogManager {

    /// Leaves everything as it is; [Logs] says what that is.
    @Override
    public void reset() {}
}
