package dev.usher.gateway.app;

/// How a verb prints what it found or made.
enum Output {
    TABLE,
    JSON,
    YAML
}
