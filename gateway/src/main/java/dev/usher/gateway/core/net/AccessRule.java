package dev.usher.gateway.core.net;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddressString;

/// One source of an access list: a single address, a range `start-end`, or a CIDR block; IPv4 or IPv6.
///
/// @param text as the operator wrote it; what logs and `explain` show
/// @param first the lowest address it covers
/// @param last the highest address it covers
public record AccessRule(String text, IpAddress first, IpAddress last) {

    boolean covers(IpAddress address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }

    /// Reads a source as an operator writes it.
    ///
    /// @throws IllegalArgumentException with a message that names the text, what is wrong and what was expected
    public static AccessRule parse(String text) {
        try {
            var block = new IPAddressString(text).toAddress().toPrefixBlock();
            return new AccessRule(
                    text,
                    IpAddress.of(block.getLower().getBytes()),
                    IpAddress.of(block.getUpper().getBytes()));
        } catch (AddressStringException e) {
            throw new IllegalArgumentException(text + " (expected: an address, a range or a CIDR block)", e);
        }
    }
}
