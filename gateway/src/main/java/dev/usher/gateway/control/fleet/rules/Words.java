package dev.usher.gateway.control.fleet.rules;

import java.util.List;

/// How names are told.
final class Words {

    private static final int SHOWN_MAX = 100;

    private Words() {}

    /// `a, b and 3 more`, where there are too many of them.
    static String list(List<?> names) {
        var shown = String.join(
                ", ",
                names.stream().limit(SHOWN_MAX).map(String::valueOf).sorted().toList());
        int hidden = names.size() - SHOWN_MAX;
        return hidden <= 0 ? shown : shown + " and " + hidden + " more";
    }
}
