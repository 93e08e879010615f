package dev.usher.membership.agent;

import dev.usher.membership.contract.proto.ClusterConfiguration;
import dev.usher.membership.contract.proto.Configure;
import dev.usher.membership.contract.proto.Directive;
import dev.usher.membership.contract.proto.DirectorConfiguration;
import dev.usher.membership.contract.proto.Disable;
import dev.usher.membership.contract.proto.Drain;
import dev.usher.membership.contract.proto.Enable;
import dev.usher.membership.contract.proto.Release;
import dev.usher.membership.contract.proto.Undrain;
import dev.usher.membership.contract.proto.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A gateway that gives orders, as good or bad as they may be: with an epoch that it holds, held, or made up, and now
/// and then the very same order again. *Confined to one thread.*
final class Coordinator {

    private static final List<Integer> VALID = List.of(0, 20, 200, 5_000, 60_000);

    private final String name;
    private final String estate;
    private final Chance chance;
    private final List<Directive> sent = new ArrayList<>();
    private long epoch;
    private long revision = 1;

    Coordinator(String name, String estate, long epoch, Chance chance) {
        this.name = name;
        this.estate = estate;
        this.epoch = epoch;
        this.chance = chance;
    }

    String name() {
        return name;
    }

    long epoch() {
        return epoch;
    }

    /// It takes the lease over, or finds its store restored from a copy.
    void epoch(long next) {
        epoch = Math.max(1, next);
    }

    Directive order(int directors) {
        if (!sent.isEmpty() && chance.oneIn(5)) {
            return chance.of(sent);
        }
        var order = Directive.newBuilder()
                .setId(name + "-" + sent.size())
                .setEstate(estate)
                .setEpoch(epoch)
                .setValidForMillis(chance.of(VALID));
        switch (chance.below(9)) {
            case 0, 1 -> order.setDrain(Drain.getDefaultInstance());
            case 2 -> order.setUndrain(Undrain.getDefaultInstance());
            case 3 -> order.setDisable(Disable.getDefaultInstance());
            case 4 -> order.setEnable(Enable.getDefaultInstance());
            case 5, 6 -> order.setConfigure(Configure.newBuilder().setCluster(configuration(directors)));
            case 7 -> order.setUpdate(Update.newBuilder().setVersion("2." + chance.below(9)));
            default -> order.setRelease(Release.getDefaultInstance());
        }
        var built = order.build();
        sent.add(built);
        return built;
    }

    static ClusterConfiguration cluster(String name, long revision, int directors) {
        return ClusterConfiguration.newBuilder()
                .setName(name)
                .setRevision(revision)
                .addAllDirectors(IntStream.range(0, directors)
                        .mapToObj(number -> DirectorConfiguration.newBuilder()
                                .setName("director-" + number)
                                .setAddress("127.0.0.1")
                                .setPort(8081 + 2 * number)
                                .build())
                        .toList())
                .build();
    }

    private ClusterConfiguration configuration(int directors) {
        var offered = chance.oneIn(3) ? Math.max(1, revision - chance.below(3)) : ++revision;
        return cluster(chance.oneIn(6) ? "other" : "sim", offered, directors);
    }
}
