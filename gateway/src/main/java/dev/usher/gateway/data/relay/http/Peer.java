package dev.usher.gateway.data.relay.http;

import dev.usher.gateway.core.exchange.Admitted;
import dev.usher.gateway.core.net.IpAddress;

/// What we vouch for about a downstream connection, as the bytes that requests carry on; made once per connection.
///
/// @param forwarding the fields for a peer that is nobody's proxy, each with its line's end
/// @param address the peer's address
/// @param forwardedElement the peer as an element of `Forwarded` (RFC 7239, 4)
/// @param forwardedProto the `X-Forwarded-Proto` line
@SuppressWarnings("ArrayRecordComponent") // Never compared; handed straight to buffers.
record Peer(byte[] forwarding, byte[] address, byte[] forwardedElement, byte[] forwardedProto) {

    static Peer of(Admitted admitted, int port) {
        var peer = text(admitted.accepted().peer());
        var proto = admitted.secure() ? "https" : "http";
        var protoLine = "X-Forwarded-Proto: " + proto + "\r\n";
        var lines = "X-Forwarded-For: " + peer + "\r\n" + protoLine + "X-Forwarded-Port: " + port + "\r\n";
        var node = admitted.accepted().peer().v4() ? peer : "\"[" + peer + "]\"";
        return new Peer(
                Ascii.bytes(lines),
                Ascii.bytes(peer),
                Ascii.bytes("for=" + node + ";proto=" + proto),
                Ascii.bytes(protoLine));
    }

    private static String text(IpAddress address) {
        return address.toString();
    }
}
