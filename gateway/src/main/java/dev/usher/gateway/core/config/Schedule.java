package dev.usher.gateway.core.config;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When something is due: a cron expression of five fields, or of six with seconds in front, in UTC.
///
/// Two firings are never closer than thirty seconds. They can only be closer by their seconds, within a minute or over
/// its end, so fields are looked at, not years of firings. Whether two nights follow each other is not asked: what
/// could
/// be too close around midnight is refused. *Immutable.*
public final class Schedule {

    static final String EXPECTED =
            "five or six cron fields such as 0 2 * * 0, in UTC, that come due, and never twice within 30 s";

    private static final int LENGTH_MAX = 200;
    private static final int GAP_MIN = 30;
    private static final int MINUTE = 60;

    /// A Saturday before a leap year's January: from here on every field's values come soon.
    private static final Instant START = Instant.parse("2027-12-31T23:59:59Z");

    private static final CronDefinition FIELDS = fields();

    private final String text;
    private final ExecutionTime time;

    private Schedule(String text, ExecutionTime time) {
        this.text = text;
        this.time = time;
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException with words for the operator
    public static Schedule parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(text.length() + " characters (expected: at most " + LENGTH_MAX + ")");
        }
        var fields = List.of(text.strip().split("\\s+"));
        if (fields.size() != 5 && fields.size() != 6) {
            throw new IllegalArgumentException(
                    text + ": " + fields.size() + " fields (expected: five, or six with seconds in front)");
        }
        var all = new ArrayList<>(fields);
        if (all.size() == 5) {
            all.addFirst("0");
        }
        var schedule = new Schedule(text, time(text, String.join(" ", all)));
        if (schedule.after(START).isEmpty()) {
            throw new IllegalArgumentException(text + ": never comes due (expected: days that exist)");
        }
        int gap = gap(text, all);
        if (gap < GAP_MIN) {
            throw new IllegalArgumentException(
                    text + ": due twice within " + gap + " s (expected: at least " + GAP_MIN + " s between)");
        }
        return schedule;
    }

    /// When it is due next after `moment`; nothing where that is too far away to be found.
    public Optional<Instant> after(Instant moment) {
        return time.nextExecution(moment.atZone(ZoneOffset.UTC)).map(next -> next.toInstant());
    }

    /// As it was written.
    @Override
    public String toString() {
        return text;
    }

    /// The least number of seconds between two firings, as far as it is below a minute.
    private static int gap(String text, List<String> fields) {
        var seconds = values(text, fields.getFirst() + " * * * * *", Duration.ofMinutes(1));
        int gap = MINUTE;
        for (int i = 1; i < seconds.size(); i++) {
            gap = Math.min(gap, seconds.get(i) - seconds.get(i - 1));
        }
        int over = MINUTE - seconds.getLast() + seconds.getFirst();
        return over < gap && minutesFollow(text, fields) ? over : gap;
    }

    private static boolean minutesFollow(String text, List<String> fields) {
        var minutes = values(text, "0 " + fields.get(1) + " * * * *", Duration.ofHours(1)).stream()
                .map(second -> second / MINUTE)
                .toList();
        if (minutes.stream().anyMatch(minute -> minutes.contains(minute + 1))) {
            return true;
        }
        var hours = values(text, "0 0 " + fields.get(2) + " * * *", Duration.ofDays(1)).stream()
                .map(second -> second / MINUTE / MINUTE)
                .toList();
        return minutes.contains(0)
                && minutes.contains(59)
                && hours.stream().anyMatch(hour -> hours.contains((hour + 1) % 24));
    }

    /// When `expression` is due within `span`, in seconds from its beginning.
    private static List<Integer> values(String text, String expression, Duration span) {
        var time = time(text, expression);
        var found = new ArrayList<Integer>();
        var begin = START.plusSeconds(1);
        for (var next = time.nextExecution(START.atZone(ZoneOffset.UTC));
                next.isPresent() && next.get().toInstant().isBefore(begin.plus(span));
                next = time.nextExecution(next.get())) {
            found.add((int) Duration.between(begin, next.get().toInstant()).toSeconds());
        }
        return found;
    }

    private static ExecutionTime time(String text, String expression) {
        try {
            return ExecutionTime.forCron(
                    new CronParser(FIELDS).parse(expression).validate());
        } catch (IllegalArgumentException problem) {
            var words = String.valueOf(problem.getMessage()).replace("Failed to parse cron expression. ", "");
            throw new IllegalArgumentException(text + ": " + words + " (expected: " + EXPECTED + ")", problem);
        }
    }

    private static CronDefinition fields() {
        return CronDefinitionBuilder.defineCron()
                .withSeconds()
                .withStrictRange()
                .and()
                .withMinutes()
                .withStrictRange()
                .and()
                .withHours()
                .withStrictRange()
                .and()
                .withDayOfMonth()
                .withStrictRange()
                .and()
                .withMonth()
                .withStrictRange()
                .and()
                .withDayOfWeek()
                .withValidRange(0, 7)
                .withMondayDoWValue(1)
                .withIntMapping(7, 0)
                .withStrictRange()
                .and()
                .instance();
    }
}
