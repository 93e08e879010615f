package dev.usher.gateway.core.net;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A source of an access list as text, and everything that can be wrong with it.
///
/// The library would take `10.1`, `010.0.0.1`, `0x0a000001`, `10.*`, a zone or nothing at all; each of these
/// means something else to some other program, and a door is no place to guess. So it is told to take the
/// plain forms only, and what people really get wrong is named before it is asked. *Confined to one thread.*
final class SourceText {

    private static final String EXPECTED = "expected an IP address, a range start-end or a CIDR block";
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final IPAddressStringParameters PLAIN = plain();

    private final String text;

    SourceText(String text) {
        this.text = text;
    }

    AccessRule rule() {
        checkCharacters();
        int dash = text.indexOf('-');
        int slash = text.indexOf('/');
        if (dash >= 0 && slash >= 0) {
            throw wrong("a range and a prefix length at once", EXPECTED);
        }
        if (dash >= 0) {
            return range(text.substring(0, dash), text.substring(dash + 1));
        }
        if (slash >= 0) {
            return block(text.substring(0, slash), text.substring(slash + 1));
        }
        var address = ours(address(text));
        return new AccessRule(text, address, address);
    }

    private void checkCharacters() {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("empty text, " + EXPECTED);
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '*' || c == '?' || c == '_') {
                throw wrong("a wildcard", "expected a range start-end or a CIDR block in its place");
            }
            if (c == '%') {
                throw wrong("a zone", "expected an address without one");
            }
            if (Character.isWhitespace(c)) {
                throw wrong("a space at position " + (i + 1), "expected none");
            }
            if (!HexFormat.isHexDigit(c) && ".:-/".indexOf(c) < 0) {
                throw wrong("'" + c + "' at position " + (i + 1), EXPECTED + "; host names are not looked up here");
            }
        }
    }

    private AccessRule range(String from, String to) {
        if (to.indexOf('-') >= 0) {
            throw wrong("more than one '-'", EXPECTED);
        }
        var first = ours(address(from));
        var last = ours(address(to));
        if (first.v4() != last.v4()) {
            throw wrong("a range from one IP version to the other", "expected two addresses of one version");
        }
        return new AccessRule(text, first, last);
    }

    private AccessRule block(String start, String prefix) {
        var address = address(start);
        int bits = address.getBitCount();
        if (!NUMBER.matcher(prefix).matches() || Integer.parseInt(prefix) > bits) {
            throw wrong("prefix length is " + shown(prefix), "expected 0.." + bits);
        }
        var block = address.toPrefixBlock(Integer.parseInt(prefix));
        var lower = block.getLower().withoutPrefixLength();
        if (!lower.equals(address)) {
            throw wrong("host bits are set", "expected " + lower.toCanonicalString() + "/" + prefix);
        }
        return new AccessRule(text, ours(lower), ours(block.getUpper()));
    }

    private IPAddress address(String part) {
        if (part.indexOf(':') < 0 || part.indexOf('.') >= 0) {
            checkOctets(part.substring(part.lastIndexOf(':') + 1));
        }
        try {
            return new IPAddressString(part, PLAIN).toAddress();
        } catch (AddressStringException e) {
            throw new IllegalArgumentException(text + ": " + shown(part) + " is no IPv6 address, " + EXPECTED, e);
        }
    }

    private void checkOctets(String part) {
        if (part.isEmpty()) {
            throw wrong("an address is missing", EXPECTED);
        }
        var octets = part.split("\\.", -1);
        if (octets.length != 4) {
            throw wrong(octets.length + (octets.length == 1 ? " octet" : " octets"), "expected four, as in 192.0.2.1");
        }
        for (int i = 0; i < octets.length; i++) {
            var octet = octets[i];
            if (octet.length() > 1 && octet.startsWith("0") && octet.chars().allMatch(Character::isDigit)) {
                throw wrong("octet " + (i + 1) + " is " + octet, "expected no leading zero");
            }
            if (!NUMBER.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
                throw wrong("octet " + (i + 1) + " is " + shown(octet), "expected 0..255");
            }
        }
    }

    private IllegalArgumentException wrong(String what, String expected) {
        return new IllegalArgumentException(text + ": " + what + ", " + expected);
    }

    private static String shown(String part) {
        return part.isEmpty() ? "empty" : part;
    }

    private static IpAddress ours(IPAddress address) {
        return IpAddress.of(address.getBytes());
    }

    private static IPAddressStringParameters plain() {
        var builder = new IPAddressStringParameters.Builder()
                .allowEmpty(false)
                .allowAll(false)
                .allowSingleSegment(false)
                .allowPrefix(false)
                .allowPrefixOnly(false)
                .allowMask(false)
                .allowWildcardedSeparator(false)
                .allow_inet_aton(false)
                .setRangeOptions(RangeParameters.NO_RANGE);
        builder.getIPv4AddressParametersBuilder().allowLeadingZeros(false).allowBinary(false);
        builder.getIPv6AddressParametersBuilder()
                .allowZone(false)
                .allowEmptyZone(false)
                .allowBase85(false)
                .allow_mixed_inet_aton(false)
                .allowUnlimitedLeadingZeros(false)
                .allowBinary(false);
        return builder.toParams();
    }
}
