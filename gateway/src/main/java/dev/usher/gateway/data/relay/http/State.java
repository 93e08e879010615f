package dev.usher.gateway.data.relay.http;

/// What a downstream connection is at.
enum State {
    /// A head is awaited or partly here.
    HEAD,
    /// The body of a request is coming.
    BODY,
    /// The request is whole, its answer is not.
    ANSWER,
    /// The rest of a refused request's body is read and dropped.
    DRAIN,
    /// The last answer was given; the client's end is awaited.
    LINGER,
    /// It is closed.
    CLOSED;

    /// Whether bytes that cannot be used yet are kept for later.
    boolean waits() {
        return this == HEAD || this == ANSWER;
    }
}
