package dev.usher.gateway.control.activity;

import dev.usher.gateway.control.store.Entry;

/// Who changes something.
///
/// @param user e-mail address
/// @param ip from where; empty for the gateway itself
public record Actor(String user, String ip) {

    /// What stands in the activity log about it.
    ///
    /// @param objectType as in `Cluster`
    /// @param action as in `UpdatedCluster`
    public Entry did(String objectType, String object, String action, String description) {
        return new Entry(user, ip, objectType, object, action, description);
    }
}
