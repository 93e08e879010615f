package dev.usher.gateway.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;

/// What reads the machine's clocks. Looks at accesses rather than calls, so that a method
/// reference is seen as well.
final class Clocks extends DescribedPredicate<JavaAccess<?>> {

    private static final Set<String> NOW = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalTime",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime",
            "java.time.Year",
            "java.time.YearMonth");
    private static final Set<String> SOURCES = Set.of("java.time.Clock", "java.time.InstantSource");

    Clocks() {
        super("a clock of the machine");
    }

    @Override
    public boolean test(JavaAccess<?> access) {
        var target = access.getTarget();
        var owner = target.getOwner().getFullName();
        var name = target.getName();
        if (owner.equals("java.lang.System")) {
            return name.equals("nanoTime") || name.equals("currentTimeMillis");
        }
        if (owner.equals("java.util.Date") && target instanceof AccessTarget.CodeUnitAccessTarget unit) {
            return name.equals("<init>") && unit.getRawParameterTypes().isEmpty();
        }
        return NOW.contains(owner) && name.equals("now")
                || SOURCES.contains(owner) && (name.startsWith("system") || name.startsWith("tick"))
                || owner.equals("java.util.Timer");
    }
}
