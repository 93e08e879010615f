package dev.usher.benchmarks.micro;

import dev.usher.gateway.core.net.AccessList;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.gateway.core.net.IpAddress;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.ipv4.IPv4AddressTrie;
import inet.ipaddr.ipv6.IPv6AddressTrie;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// An address against 100,000 CIDR blocks, nine of ten IPv4: ours, and the trie of the library that parses them.
///
/// *Confined to one thread.*
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AccessListBenchmark {

    private static final int BLOCKS = 100_000;
    private static final int ASKED = 1 << 14;

    private final AccessList list;
    private final IPv4AddressTrie trie4 = new IPv4AddressTrie();
    private final IPv6AddressTrie trie6 = new IPv6AddressTrie();
    private final IpAddress[] inside = new IpAddress[ASKED];
    private final IpAddress[] outside = new IpAddress[ASKED];
    private final IPAddress[] insideTrie = new IPAddress[ASKED];
    private int turn;

    /// Makes the list and what is asked of it, the same in every fork.
    public AccessListBenchmark() {
        var random = new Random(1);
        var rules = new ArrayList<AccessRule>();
        var texts = new ArrayList<String>();
        while (rules.size() < BLOCKS) {
            var text = rules.size() % 10 == 0 ? block6(random) : block4(random);
            texts.add(text);
            rules.add(AccessRule.parse(text));
            add(new IPAddressString(text).getAddress().toPrefixBlock());
        }
        list = AccessList.of(rules);
        fill(random, rules, texts);
    }

    /// An address that some block covers.
    @Benchmark
    public int usherHit() {
        return list.find(inside[turn++ & ASKED - 1]);
    }

    /// An address that no block covers.
    @Benchmark
    public int usherMiss() {
        return list.find(outside[turn++ & ASKED - 1]);
    }

    /// The same hits by `IPv4AddressTrie` and `IPv6AddressTrie`, the addresses already parsed.
    @Benchmark
    public boolean ipaddressTrieHit() {
        var address = insideTrie[turn++ & ASKED - 1];
        return address.isIPv4() ? trie4.elementContains(address.toIPv4()) : trie6.elementContains(address.toIPv6());
    }

    private void add(IPAddress block) {
        if (block.isIPv4()) {
            trie4.add(block.toIPv4());
        } else {
            trie6.add(block.toIPv6());
        }
    }

    private void fill(Random random, List<AccessRule> rules, List<String> texts) {
        for (var index = 0; index < ASKED; index++) {
            var chosen = random.nextInt(BLOCKS);
            inside[index] = rules.get(chosen).last();
            insideTrie[index] = new IPAddressString(texts.get(chosen))
                    .getAddress()
                    .toPrefixBlock()
                    .getUpper()
                    .withoutPrefixLength();
            // Class E: no block lies there, yet it sorts behind all of IPv4.
            outside[index] = IpAddress.v4(0xf0000000 | random.nextInt(0x0fffffff));
        }
    }

    /// Somewhere below 224.0.0.0, /20 to /32.
    private static String block4(Random random) {
        var prefix = 20 + random.nextInt(13);
        var bits = (1 + random.nextInt(222)) << 24 | random.nextInt(1 << 24);
        var first = bits & -1 << (32 - prefix);
        return "%d.%d.%d.%d/%d".formatted(first >>> 24, first >>> 16 & 0xff, first >>> 8 & 0xff, first & 0xff, prefix);
    }

    private static String block6(Random random) {
        return "2001:%x:%x::/%d".formatted(random.nextInt(0xffff), random.nextInt(0xffff), 48 + random.nextInt(17));
    }
}
