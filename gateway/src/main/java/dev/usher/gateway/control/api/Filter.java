package dev.usher.gateway.control.api;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a list is narrowed to: names that contain `search`, whatever their case, and what is enabled or is not.
///
/// @param search in lower case; empty for all
/// @param enabled null for both
/// @param connected null for both
record Filter(
        String search, @Nullable Boolean enabled, @Nullable Boolean connected) {

    static final String SEARCH = "search";
    static final String STATUS = "status";
    static final String CONNECTION = "connection";

    private static final int SEARCH_MAX = 64;

    /// Throws a [Paging.Refused] for a parameter that is none.
    static Filter of(Call call) {
        var search = Objects.requireNonNullElse(call.query(SEARCH), "");
        if (search.length() > SEARCH_MAX) {
            throw new Paging.Refused(
                    "search: " + search.length() + " characters (expected: at most " + SEARCH_MAX + ")");
        }
        return new Filter(
                search.toLowerCase(Locale.ROOT),
                one(call, STATUS, "enabled", "disabled"),
                one(call, CONNECTION, "connected", "not_connected"));
    }

    boolean admits(String name, boolean isEnabled, boolean isConnected) {
        return name.toLowerCase(Locale.ROOT).contains(search)
                && (enabled == null || enabled == isEnabled)
                && (connected == null || connected == isConnected);
    }

    private static @Nullable Boolean one(Call call, String parameter, String yes, String no) {
        var value = call.query(parameter);
        if (value == null) {
            return null;
        }
        if (!value.equals(yes) && !value.equals(no)) {
            throw new Paging.Refused(parameter + ": " + value + " (expected: " + yes + " or " + no + ")");
        }
        return value.equals(yes);
    }
}
