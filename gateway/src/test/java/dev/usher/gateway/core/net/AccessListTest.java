package dev.usher.gateway.core.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccessListTest {

    private static final IpAddress LAST_V6 = new IpAddress(-1, -1);

    @Test
    void anEmptyListAdmitsNobody() {
        var list = AccessList.of(List.of());

        assertThat(list.admits(IpAddress.v4(0))).isFalse();
        assertThat(list.admits(IpAddress.v4(-1))).isFalse();
        assertThat(list.admits(new IpAddress(0, 0))).isFalse();
        assertThat(list.admits(LAST_V6)).isFalse();
    }

    @Test
    void theFirstDeclaredRuleThatCoversAnAddressAdmitsIt() {
        var list = list("10.1.0.0/16", "10.0.0.0/8", "10.1.2.3", "0.0.0.0/0");

        assertThat(list.find(address("10.1.2.3"))).isZero();
        assertThat(list.find(address("10.2.2.3"))).isOne();
        assertThat(list.find(address("11.0.0.0"))).isEqualTo(3);
        assertThat(list.find(address("::1"))).isEqualTo(-1);
    }

    @Test
    void bothEndsOfTheAddressSpaceCanBeAdmitted() {
        var list = list("0.0.0.0/0", "::/0");

        assertThat(list.find(address("0.0.0.0"))).isZero();
        assertThat(list.find(address("255.255.255.255"))).isZero();
        assertThat(list.find(address("::"))).isOne();
        assertThat(list.find(LAST_V6)).isOne();
    }

    @Test
    void aMappedAddressIsAnIpv4Address() {
        var list = list("::ffff:192.0.2.0/120");

        assertThat(list.admits(address("192.0.2.200"))).isTrue();
    }

    @Test
    void aUnionAdmitsWhomAnyListAdmitsAndHoldsARuleOnce() {
        var union = AccessList.union(List.of(list("10.0.0.0/8", "::1"), list("::1", "192.0.2.1")));

        assertThat(union.rules()).extracting(AccessRule::text).containsExactly("10.0.0.0/8", "::1", "192.0.2.1");
        assertThat(union.admits(address("10.9.9.9"))).isTrue();
        assertThat(union.admits(address("192.0.2.1"))).isTrue();
        assertThat(union.admits(address("192.0.2.2"))).isFalse();
        assertThat(AccessList.union(List.of()).admits(address("10.9.9.9"))).isFalse();
    }

    @Test
    void findsWhatALookThroughAllRulesFinds() {
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            boolean crowded = random.nextBoolean();
            var rules = IntStream.range(0, random.nextInt(40))
                    .mapToObj(i -> rule(random, crowded))
                    .toList();
            var list = AccessList.of(rules);

            for (var address : interesting(random, crowded, rules)) {
                assertThat(list.find(address))
                        .as("seed %d, %s in %s", seed, address, rules)
                        .isEqualTo(linear(rules, address));
            }
        }
    }

    @Test
    void aHundredThousandNestedRulesAreBuiltInNoTime() {
        var rules = new ArrayList<AccessRule>();
        for (int i = 0; i < 100_000; i++) {
            rules.add(new AccessRule("r" + i, IpAddress.v4(i), IpAddress.v4(-1 - i)));
        }

        var list = AccessList.of(rules.reversed());

        assertThat(list.find(IpAddress.v4(0))).isEqualTo(99_999);
        assertThat(list.find(IpAddress.v4(1 << 30))).isZero();
    }

    private static int linear(List<AccessRule> rules, IpAddress address) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).covers(address)) {
                return i;
            }
        }
        return -1;
    }

    private static AccessRule rule(Random random, boolean crowded) {
        var one = any(random, crowded);
        var other = any(random, crowded);
        while (other.v4() != one.v4()) {
            other = any(random, crowded);
        }
        boolean ascending = one.compareTo(other) <= 0;
        return new AccessRule(one + "-" + other, ascending ? one : other, ascending ? other : one);
    }

    /// Crowded addresses lie close together at the ends of their space, so rules touch, nest and repeat.
    private static IpAddress any(Random random, boolean crowded) {
        int small = random.nextInt(16) - 8;
        if (random.nextBoolean()) {
            return IpAddress.v4(crowded ? small : random.nextInt());
        }
        long low = crowded ? small : random.nextLong();
        return new IpAddress(crowded ? random.nextInt(3) - 1 : random.nextLong(), low);
    }

    private static List<IpAddress> interesting(Random random, boolean crowded, List<AccessRule> rules) {
        var strangers = IntStream.range(0, 20).mapToObj(i -> any(random, crowded));
        var edges = rules.stream().flatMap(rule -> Stream.of(rule.first(), rule.last()));
        return Stream.concat(strangers, edges)
                .flatMap(at -> Stream.of(at, step(at, 1), step(at, -1)))
                .toList();
    }

    private static IpAddress step(IpAddress address, int by) {
        return new IpAddress(address.high(), address.low() + by);
    }

    private static AccessList list(String... texts) {
        return AccessList.of(Stream.of(texts).map(AccessRule::parse).toList());
    }

    private static IpAddress address(String text) {
        return AccessRule.parse(text).first();
    }
}
