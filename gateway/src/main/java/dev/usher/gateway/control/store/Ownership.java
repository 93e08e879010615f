package dev.usher.gateway.control.store;

/// Who brings a Director its configuration.
public enum Ownership {
    MANAGED,
    SELF_MANAGED
}
