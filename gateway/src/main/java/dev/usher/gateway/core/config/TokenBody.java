package dev.usher.gateway.core.config;

import dev.usher.gateway.core.model.ListenerName;
import dev.usher.gateway.core.model.Names;
import dev.usher.gateway.core.model.TokenName;
import dev.usher.gateway.core.net.AccessRule;
import dev.usher.membership.settings.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An access token as somebody asks for it.
///
/// @param name null where it is missing or wrong
/// @param listeners where it is good; empty for everywhere
/// @param sources from where it is good, as they were written; empty for everywhere
public record TokenBody(
        @Nullable TokenName name, Validity expires, List<ListenerName> listeners, List<String> sources) {

    /// How long it is good.
    public enum Validity {
        ONE_MONTH("1_month"),
        THREE_MONTHS("3_months"),
        ONE_YEAR("1_year"),
        UNLIMITED("unlimited");

        private final String word;

        Validity(String word) {
            this.word = word;
        }

        private static String expected() {
            return Arrays.stream(values()).map(Validity::toString).collect(Collectors.joining(", "));
        }

        private static Validity of(String text) {
            return Arrays.stream(values())
                    .filter(validity -> validity.word.equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(IllegalArgumentException::new);
        }

        @Override
        public String toString() {
            return word;
        }
    }

    public TokenBody {
        listeners = List.copyOf(listeners);
        sources = List.copyOf(sources);
    }

    public static TokenBody read(Section section) {
        var name = section.value("name", Names.EXPECTED, TokenName::new);
        var expires = section.value("expires", Validity.expected(), Validity::of, Validity.THREE_MONTHS);
        var listeners = section.values("listeners", Names.EXPECTED, ListenerName::new);
        var sources = Sources.read(section, "sources");
        section.close();
        return new TokenBody(
                name.orNull(),
                expires,
                listeners,
                sources.stream().map(AccessRule::text).toList());
    }
}
