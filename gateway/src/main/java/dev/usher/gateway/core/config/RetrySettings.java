package dev.usher.gateway.core.config;

import dev.usher.membership.settings.Section;

/// How many requests of a cluster may be tried again on another Director.
///
/// @param budgetPercent retries for every hundred requests
/// @param minimumPerSecond retries allowed each second however few requests there are
public record RetrySettings(int budgetPercent, int minimumPerSecond) {

    static RetrySettings read(Section section) {
        var budgetPercent = section.integer("budget_percent", 20, 0, 100);
        var minimumPerSecond = section.integer("minimum_per_second", 10, 0, 10_000);
        section.close();
        return new RetrySettings(budgetPercent, minimumPerSecond);
    }
}
