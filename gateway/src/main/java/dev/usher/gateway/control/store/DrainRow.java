package dev.usher.gateway.control.store;

import dev.usher.gateway.core.model.DirectorName;

/// Somebody's order to send a Director nothing new. It stands until it is taken back.
///
/// @param user e-mail address of who gave it
/// @param untilEpochMillis when what was in flight is cut
/// @param forced whether it may leave less than a majority
public record DrainRow(
        DirectorName director, String user, long untilEpochMillis, boolean forced, long createdEpochMillis) {}
