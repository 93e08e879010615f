package dev.usher.gateway.estate.net;

import java.util.ArrayList;

/// Findings as a table in Markdown. *Immutable.*
record FailureTable(Findings findings) {

    private static final String HEAD = """
            | Directors | What happens | last request given to it | out of the roster | quorum lost | drops seen | failed of sent | longest silence | well again after | |
            | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
            """;

    @Override
    public String toString() {
        var rows = new ArrayList<String>();
        findings.rows().forEach(row -> rows.add(line(row)));
        return HEAD + String.join("\n", rows);
    }

    private String line(Findings.Row row) {
        var expected = row.played().scenario().expected();
        return "| %d | %s | %s | %s | %s | %d | %d of %d | %s | %s | %s |"
                .formatted(
                        findings.size(),
                        row.played().scenario().name(),
                        against(row.routing(), expected.routingMillis()),
                        against(row.roster(), expected.rosterMillis()),
                        seconds(row.quorumLost()),
                        row.drops(),
                        row.failed(),
                        row.events(),
                        seconds(row.silence()),
                        seconds(row.healed()),
                        row.played().note());
    }

    private static String against(long millis, long target) {
        return target == 0 ? "" : "%s (≤ %s)".formatted(seconds(millis), seconds(target));
    }

    private static String seconds(long millis) {
        return millis < 0 ? "none" : millis == Long.MAX_VALUE ? "never" : "%.2f s".formatted(millis / 1e3);
    }
}
