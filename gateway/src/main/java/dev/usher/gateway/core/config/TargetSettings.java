package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ClusterName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.ServiceName;
import dev.usher.membership.settings.Section;

/// Where a route leads.
public record TargetSettings(ClusterName cluster, ServiceName service) {

    static TargetSettings read(Section section, Registry registry) {
        var cluster = section.value("cluster", Names.EXPECTED, ClusterName::new);
        var service = section.value("service", Names.EXPECTED, ServiceName::new);
        section.notYet("director");
        section.close();
        var target = new TargetSettings(cluster.get(), service.get());
        section.later(() -> target.check(section, registry));
        return target;
    }

    private void check(Section section, Registry registry) {
        if (!registry.knows(cluster)) {
            section.mistake("cluster", cluster + " (expected: the name of a cluster in this file)");
            return;
        }
        var settings = registry.cluster(cluster);
        if (settings != null) {
            settings.checkService(section, "service", service);
        }
    }
}
