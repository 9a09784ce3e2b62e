package dev.posthouse.domain.pool;

import java.time.LocalTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Part of a day by the clock on the wall. Written as `09:00` and `17:30`; the end may be `24:00`.
///
/// @param startMinute of the day, from 0
/// @param endMinute of the day, up to 1440; the first minute that is no longer part of it
public record WorkingHours(int startMinute, int endMinute) {
  /// The whole day.
  public static final WorkingHours ALL_DAY = new WorkingHours(0, 1440);

  private static final int HOUR = 60;
  private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):([0-5][0-9])|24:00");

  /// @throws IllegalArgumentException if it does not end after it starts, within one day
  public WorkingHours {
    if (startMinute < 0 || endMinute <= startMinute || endMinute > 24 * HOUR) {
      throw new IllegalArgumentException("working hours start before they end, within one day");
    }
  }

  /// The minute of the day that a text such as `09:00` names; empty if it names none.
  public static Optional<Integer> minute(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        time.group(1) == null
            ? 24 * HOUR
            : Integer.parseInt(time.group(1)) * HOUR + Integer.parseInt(time.group(2)));
  }

  /// When they start, as written.
  public String start() {
    return text(startMinute);
  }

  /// When they end, as written.
  public String end() {
    return text(endMinute);
  }

  private static String text(int minute) {
    return String.format(Locale.ROOT, "%02d:%02d", minute / HOUR, minute % HOUR);
  }

  /// Whether that time of the day is in them.
  public boolean contains(LocalTime time) {
    int minute = time.getHour() * HOUR + time.getMinute();
    return minute >= startMinute && minute < endMinute;
  }

  /// The first moment of them.
  LocalTime opening() {
    return LocalTime.of(startMinute / HOUR, startMinute % HOUR);
  }
}
