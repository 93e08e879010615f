package dev.usher.gateway.control.channel;

import java.lang.System.Logger.Level;

/// How many of a kind there may be at once. That there is no room is logged once, until there is room
/// again; then how many were refused. *Confined to the channel's event loop.*
final class Places {

    /// Streams of one gateway, greeted or not.
    static final int STREAMS_MAX = 1000;

    /// Enrolments of one gateway that wait for their judgement.
    static final int ENROLMENTS_MAX = 256;

    private static final System.Logger LOG = System.getLogger(Places.class.getName());

    private final String kind;
    private final int max;
    private int taken;
    private long refused;

    /// @param kind in the plural
    Places(String kind, int max) {
        this.kind = kind;
        this.max = max;
    }

    /// Takes one, if there is one.
    ///
    /// @param who for the log
    boolean take(Object who) {
        if (taken < max) {
            taken++;
            return true;
        }
        if (refused++ == 0) {
            LOG.log(Level.WARNING, "no room for {0}: {1}", who, full());
        }
        return false;
    }

    /// Gives one back.
    void leave() {
        taken--;
        if (refused > 0) {
            LOG.log(Level.INFO, "room for {0} again: {1} were refused meanwhile", kind, refused);
            refused = 0;
        }
    }

    /// Why nobody else can come.
    String full() {
        return kind + ": " + (taken + 1) + " (expected: at most " + max + ")";
    }
}
