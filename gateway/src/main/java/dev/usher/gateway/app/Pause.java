package dev.usher.gateway.app;

import java.time.Duration;

/// Waits. A test's one does not.
@FunctionalInterface
interface Pause {

    void pause(Duration duration) throws InterruptedException;
}
