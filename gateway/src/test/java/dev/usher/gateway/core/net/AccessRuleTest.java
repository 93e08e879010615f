package dev.usher.gateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, 192.0.2.1",
        "10.0.0.0/8, 10.0.0.0, 10.255.255.255",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.7",
        "192.0.2.10-192.0.2.20, 192.0.2.10, 192.0.2.20",
        "192.0.2.10-192.0.2.10, 192.0.2.10, 192.0.2.10",
        "2001:db8::1, 2001:db8::1, 2001:db8::1",
        "2001:0DB8::/32, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
        "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db8::1-2001:db8::ff, 2001:db8::1, 2001:db8::ff",
        "::ffff:192.0.2.1, 192.0.2.1, 192.0.2.1",
        "::ffff:10.0.0.0/104, 10.0.0.0, 10.255.255.255",
        "::ffff:0:0/96, 0.0.0.0, 255.255.255.255",
        "10.0.0.1-::ffff:10.0.0.9, 10.0.0.1, 10.0.0.9",
    })
    void readsSourcesAsOperatorsWriteThem(String text, String first, String last) {
        var rule = AccessRule.parse(text);

        assertThat(rule.text()).isEqualTo(text);
        assertThat(rule.first()).hasToString(first);
        assertThat(rule.last()).hasToString(last);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10.0.0.300 | octet 4 is 300, expected 0..255",
                "10.0.0.1/8 | host bits are set, expected 10.0.0.0/8",
                "2001:db8::1/32 | host bits are set, expected 2001:db8::/32",
                "10.1 | 2 octets, expected four, as in 192.0.2.1",
                "10.1/16 | 2 octets, expected four, as in 192.0.2.1",
                "10 | 1 octet, expected four, as in 192.0.2.1",
                "1.2.3.4.5 | 5 octets, expected four, as in 192.0.2.1",
                "10.0..1 | octet 3 is empty, expected 0..255",
                "010.0.0.1 | octet 1 is 010, expected no leading zero",
                "10.0.0.ff | octet 4 is ff, expected 0..255",
                "10.0.0.99999999999 | octet 4 is 99999999999, expected 0..255",
                "::ffff:010.0.0.1 | octet 1 is 010, expected no leading zero",
                "10.0.0.* | a wildcard, expected a range start-end or a CIDR block in its place",
                "fe80::1%eth0 | a zone, expected an address without one",
                "10.0.0.0/33 | prefix length is 33, expected 0..32",
                "10.0.0.0/08 | prefix length is 08, expected 0..32",
                "10.0.0.0/ | prefix length is empty, expected 0..32",
                "10.0.0.0/255.0.0.0 | prefix length is 255.0.0.0, expected 0..32",
                "10.0.0.0/99999999999 | prefix length is 99999999999, expected 0..32",
                "2001:db8::/129 | prefix length is 129, expected 0..128",
                "10.0.0.9-10.0.0.1 | the range runs from 10.0.0.9 down to 10.0.0.1, expected the lower one first",
                "10.0.0.1-2001:db8::1 | a range from one IP version to the other, expected two addresses of one version",
                "10.0.0.1-5 | 1 octet, expected four, as in 192.0.2.1",
                "10.0.0.1- | an address is missing, expected an IP address, a range start-end or a CIDR block",
                "/8 | an address is missing, expected an IP address, a range start-end or a CIDR block",
                "10.0.0.1-10.0.0.8/29 | a range and a prefix length at once, expected an IP address, a range start-end or "
                        + "a CIDR block",
                "10.0.0.1 - 10.0.0.2 | a space at position 9, expected none",
                "localhost | 'l' at position 1, expected an IP address, a range start-end or a CIDR block; "
                        + "host names are not looked up here",
                "0x0a000001 | 'x' at position 2, expected an IP address, a range start-end or a CIDR block; "
                        + "host names are not looked up here",
                "2001:db8:::1 | 2001:db8:::1 is no IPv6 address, expected an IP address, a range start-end or a CIDR "
                        + "block",
                "2001:db8::12345 | 2001:db8::12345 is no IPv6 address, expected an IP address, a range start-end or a "
                        + "CIDR block",
                "2001:db8 | 2001:db8 is no IPv6 address, expected an IP address, a range start-end or a CIDR block",
            })
    void namesWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> AccessRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                ".",
                "-",
                "/",
                "...",
                "::/",
                "[::1]",
                "1.2.3.4:80",
                "::1::",
                "١.2.3.4",
                "1.2.3.-4",
                "--",
                "//",
                "::ffff:10.0.0.300",
                "::ffff:010.0.0.1",
                "1:2:3:4:5:6:7:8:9",
                "0.0.0.0/0/0",
                "::-",
                "all",
                "any",
                "0b1.0.0.0"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> AccessRule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void allOfIpv6SaysNothingAboutIpv4() {
        var rule = AccessRule.parse("::/0");

        assertThat(rule.covers(IpAddress.v4(0x0a000001))).isFalse();
        assertThat(rule.covers(AccessRule.parse("2001:db8::1").first())).isTrue();
    }
}
