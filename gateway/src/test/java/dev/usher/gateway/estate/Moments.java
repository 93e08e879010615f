package dev.usher.gateway.estate;

/// When what happened, by the wall clock.
///
/// Where something takes a while, as a process does to die, `…Begun` is before and `…Done` after it.
///
/// @param killBegun before SIGKILL went to the first Director
/// @param killDone once its process was gone, and with it its sockets
/// @param restarted before its next process was started
/// @param stopBegun before SIGSTOP went to the second Director
/// @param continued before SIGCONT went to it
/// @param drainAsked before the third Director was drained
/// @param drainAnswered when the command had returned
/// @param drained when the gateway said that nothing is in flight there
/// @param undrainAsked before that was taken back
/// @param undrained once it had traffic again
/// @param sidecarKilled before SIGKILL went to the first Director's sidecar
/// @param end when the load ended
record Moments(
        long killBegun,
        long killDone,
        long restarted,
        long stopBegun,
        long stopDone,
        long continued,
        long drainAsked,
        long drainAnswered,
        long drained,
        long undrainAsked,
        long undrained,
        long sidecarKilled,
        long end) {}
