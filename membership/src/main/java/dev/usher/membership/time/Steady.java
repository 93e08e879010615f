package dev.usher.membership.time;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// A task of which one failure does not end all later runs, as an executor would have it.
record Steady(Runnable task) implements Runnable {

    private static final Logger LOG = System.getLogger(Steady.class.getName());

    @Override
    public void run() {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "a task that runs every now and then", bug);
        }
    }
}
