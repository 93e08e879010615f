package dev.usher.gateway.data.relay.http;

/// What is the same for all connections of a listener.
///
/// @param port the listener's port
/// @param forwardCredentials whether Directors get to see the token
/// @param told whether method, path and request id will be asked for when an exchange is over
public record HttpOptions(int port, boolean forwardCredentials, boolean told) {}
