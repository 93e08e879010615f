package dev.usher.gateway.core.net;

/// One source of an access list: a single address, a range `start-end`, or a CIDR block; IPv4 or IPv6.
///
/// A rule covers IPv4 addresses when both its ends are IPv4 (mapped or not), else IPv6 addresses only: `::/0`
/// is all of IPv6 and nothing of IPv4, whatever the mapped addresses look like as numbers. *Immutable.*
///
/// @param text as the operator wrote it; what logs and `explain` show
/// @param first the lowest address it covers
/// @param last the highest address it covers
public record AccessRule(String text, IpAddress first, IpAddress last) {

    public AccessRule {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException(
                    text + ": the range runs from " + first + " down to " + last + ", expected the lower one first");
        }
    }

    /// Reads a source as an operator writes it.
    ///
    /// @throws IllegalArgumentException with a message that names the text, what is wrong and what was expected
    public static AccessRule parse(String text) {
        return new SourceText(text).rule();
    }

    /// Whether this rule is about IPv4.
    boolean v4() {
        return first.v4() && last.v4();
    }

    boolean covers(IpAddress address) {
        return v4() == address.v4() && first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }
}
