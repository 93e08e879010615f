package dev.usher.gateway.data.relay.http;

import java.time.Duration;

/// The limits and timeouts of a listener that speaks HTTP.
///
/// @param headBytesMax how long a head may be
/// @param bodyBytesMax how long a body may be; [Long#MAX_VALUE] for any length
/// @param header from the first byte of a head to its last, and from the connection to the first request
/// @param idle without a byte either way, between requests or within one
/// @param response from the end of a request to the head of its response
public record HttpSettings(int headBytesMax, long bodyBytesMax, Duration header, Duration idle, Duration response) {}
