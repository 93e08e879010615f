package dev.usher.gateway.control.api;

import java.util.List;

/// What `/readyz` says.
record Readiness(List<ReadyCheck> checks) {

    boolean ready() {
        return checks.stream().allMatch(check -> check.passes().getAsBoolean());
    }

    /// A line for each check.
    String verbose() {
        var text = new StringBuilder();
        for (var check : checks) {
            boolean passes = check.passes().getAsBoolean();
            text.append(passes ? "[+] " : "[-] ").append(check.name()).append(passes ? " ok\n" : " not yet\n");
        }
        return text.toString();
    }
}
