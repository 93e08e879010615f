package dev.usher.gateway.core.model;

/// What an operator may do through the management API. The names stand in configuration files.
public enum Permission {
    CLUSTER_READ,
    CLUSTER_CREATE,
    CLUSTER_UPDATE,
    CLUSTER_DELETE,
    DIRECTOR_READ,
    DIRECTOR_CREATE,
    DIRECTOR_UPDATE,
    DIRECTOR_DELETE,
    DEVICE_READ,
    DEVICE_CREATE,
    DEVICE_UPDATE,
    DEVICE_DELETE
}
