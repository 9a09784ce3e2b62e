package dev.posthouse.local.trigger;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a schedule runs: `rate(5 minutes)` or `cron(30 3 * * ? *)`, as EventBridge Scheduler reads
/// them.
///
/// Of cron's fields (minutes hours day-of-month month day-of-week year) values, lists, ranges,
/// steps, names and `?` are understood, and `L` as the day of the month; `W` and `#` are not.
public sealed interface ScheduleExpression {
  /// How far ahead a date is looked for.
  int YEARS_MAX = 8;

  /// The first run after a time, empty if there is none any more.
  Optional<Instant> next(Instant after);

  /// Reads an expression.
  ///
  /// @param zone what a cron expression's hours are counted in
  /// @throws IllegalArgumentException saying what is wrong with it
  static ScheduleExpression parse(String text, ZoneId zone) {
    Matcher call = Pattern.compile("(rate|cron)\\((.*)\\)").matcher(text);
    if (!call.matches()) {
      throw new IllegalArgumentException("neither rate(…) nor cron(…): " + text);
    }
    return call.group(1).equals("rate") ? Rate.of(call.group(2)) : Cron.of(call.group(2), zone);
  }

  /// Once in each period, first when one has passed.
  record Rate(Duration period) implements ScheduleExpression {
    static Rate of(String text) {
      Matcher parts = Pattern.compile("([1-9][0-9]*) (minute|hour|day)(s?)").matcher(text);
      // AWS refuses `1 minutes` and `5 minute`.
      if (!parts.matches() || parts.group(1).equals("1") == parts.group(3).equals("s")) {
        throw new IllegalArgumentException("not a rate: " + text);
      }
      ChronoUnit unit = ChronoUnit.valueOf(parts.group(2).toUpperCase(Locale.ROOT) + "S");
      return new Rate(unit.getDuration().multipliedBy(Long.parseLong(parts.group(1))));
    }

    @Override
    public Optional<Instant> next(Instant after) {
      return Optional.of(after.plus(period));
    }
  }

  /// At certain minutes of certain days.
  final class Cron implements ScheduleExpression {
    private static final List<String> MONTHS =
        List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS =
        List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet daysOfMonth;
    private final boolean lastOfMonth;
    private final BitSet months;
    private final BitSet daysOfWeek;
    private final BitSet years;
    private final ZoneId zone;

    private Cron(String[] fields, ZoneId zone) {
      this.minutes = bits(fields[0], 0, 59, List.of());
      this.hours = bits(fields[1], 0, 23, List.of());
      this.lastOfMonth = fields[2].equals("L");
      this.daysOfMonth = lastOfMonth ? new BitSet() : bits(fields[2], 1, 31, List.of());
      this.months = bits(fields[3], 1, 12, MONTHS);
      this.daysOfWeek = bits(fields[4], 1, 7, DAYS);
      this.years = bits(fields[5], 1970, 2199, List.of());
      this.zone = zone;
    }

    static Cron of(String text, ZoneId zone) {
      String[] fields = text.split(" ", -1);
      if (fields.length != 6) {
        throw new IllegalArgumentException("cron takes six fields: " + text);
      }
      if (fields[2].equals("?") == fields[4].equals("?")) {
        throw new IllegalArgumentException(
            "one of day-of-month and day-of-week must be ?, and only one: " + text);
      }
      return new Cron(fields, zone);
    }

    @Override
    public Optional<Instant> next(Instant after) {
      ZonedDateTime start = after.atZone(zone);
      LocalDate end = start.toLocalDate().plusYears(YEARS_MAX);
      for (LocalDate day = start.toLocalDate(); day.isBefore(end); day = day.plusDays(1)) {
        if (!runsOn(day)) {
          continue;
        }
        for (int hour = hours.nextSetBit(0); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
          for (int m = minutes.nextSetBit(0); m >= 0; m = minutes.nextSetBit(m + 1)) {
            LocalDateTime local = day.atTime(hour, m);
            Instant at = local.atZone(zone).toInstant();
            // An hour that summer time leaves out has no such minute.
            if (at.isAfter(after) && at.atZone(zone).toLocalDateTime().equals(local)) {
              return Optional.of(at);
            }
          }
        }
      }
      return Optional.empty();
    }

    private boolean runsOn(LocalDate day) {
      boolean dayOfMonth =
          lastOfMonth
              ? day.getDayOfMonth() == YearMonth.from(day).lengthOfMonth()
              : daysOfMonth.get(day.getDayOfMonth());
      // Scheduler counts Sunday as 1, java.time as 7.
      return dayOfMonth
          && daysOfWeek.get(day.getDayOfWeek().getValue() % 7 + 1)
          && months.get(day.getMonthValue())
          && years.get(day.getYear());
    }

    private static BitSet bits(String field, int min, int max, List<String> names) {
      BitSet bits = new BitSet();
      for (String part : field.split(",", -1)) {
        String[] stepped = part.split("/", -1);
        String[] range = stepped[0].split("-", -1);
        if (stepped.length > 2 || range.length > 2) {
          throw new IllegalArgumentException("not a field of cron: " + field);
        }
        boolean every = stepped[0].equals("*") || stepped[0].equals("?");
        int from = every ? min : number(range[0], min, names, field);
        int to = from;
        if (range.length == 2) {
          to = number(range[1], min, names, field);
        } else if (every || stepped.length == 2) {
          to = max;
        }
        int step = stepped.length == 2 ? number(stepped[1], 1, List.of(), field) : 1;
        if (from < min || to > max || from > to || step < 1) {
          throw new IllegalArgumentException("out of range in cron: " + field);
        }
        for (int i = from; i <= to; i += step) {
          bits.set(i);
        }
      }
      return bits;
    }

    private static int number(String text, int min, List<String> names, String field) {
      int named = names.indexOf(text.toUpperCase(Locale.ROOT));
      if (named >= 0) {
        return named + min;
      }
      if (!text.matches("[0-9]{1,4}")) {
        throw new IllegalArgumentException("not understood in cron: " + field);
      }
      return Integer.parseInt(text);
    }
  }
}
