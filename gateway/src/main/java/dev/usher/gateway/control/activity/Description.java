package dev.usher.gateway.control.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says for the activity log what changed from what to what. Secrets never come near it. *Confined to one thread.*
public final class Description {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LENGTH_MAX = 4000;
    private static final int VALUE_MAX = 200;

    private final List<String> parts = new ArrayList<>();

    /// A part that is said whatever changed.
    public Description say(String words) {
        parts.add(words);
        return this;
    }

    /// `what: from → to`, where they differ. Null stands for nothing.
    public Description change(String what, @Nullable Object from, @Nullable Object to) {
        if (!Objects.equals(from, to)) {
            parts.add(what + ": " + shown(from) + " → " + shown(to));
        }
        return this;
    }

    /// Each value that differs, or is on one side only.
    ///
    /// @param from by key path
    /// @param to by key path
    public Description changes(Map<String, ?> from, Map<String, ?> to) {
        var keys = new TreeSet<>(from.keySet());
        keys.addAll(to.keySet());
        keys.forEach(key -> change(key, from.get(key), to.get(key)));
        return this;
    }

    /// What came to a list and what left it.
    public Description items(String what, List<String> from, List<String> to) {
        var words = new ArrayList<String>();
        to.stream().filter(item -> !from.contains(item)).forEach(item -> words.add("+" + item));
        from.stream().filter(item -> !to.contains(item)).forEach(item -> words.add("-" + item));
        if (!words.isEmpty()) {
            parts.add(what + ": " + String.join(", ", words));
        } else if (!from.equals(to)) {
            parts.add(what + ": in another order");
        }
        return this;
    }

    /// That a secret is another one now, but not which.
    public Description secret(String what, boolean changed) {
        if (changed) {
            parts.add(what + ": replaced (not shown)");
        }
        return this;
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    @Override
    public String toString() {
        var text = CONTROL.matcher(String.join("; ", parts)).replaceAll(" ");
        return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX - 1) + "…";
    }

    private static String shown(@Nullable Object value) {
        var text = value == null ? "none" : value.toString();
        if (text.isEmpty()) {
            return "none";
        }
        return text.length() <= VALUE_MAX ? text : text.substring(0, VALUE_MAX - 1) + "…";
    }
}
