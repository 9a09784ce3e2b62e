package dev.posthouse.mail.inbound;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `Date` of a message (RFC 5322 §3.3 and §4.3), also with one-digit numbers, seconds left out
/// and zones by name. Mime4j takes a zone it does not know for Greenwich.
final class DateReader {
  private static final Pattern DATE =
      Pattern.compile(
          "(?:[A-Za-z]{2,9}\\.?,?\\s+)?(\\d{1,2})[\\s-]+([A-Za-z]{3})[a-z]{0,6}[\\s-]+(\\d{2,4})[,\\s]+"
              + "(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?(?:\\.\\d{1,9})?\\s*([+-]\\d{4}|[A-Za-z]{1,5})?.*");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("EST", -5),
          Map.entry("EDT", -4),
          Map.entry("CST", -6),
          Map.entry("CDT", -5),
          Map.entry("MST", -7),
          Map.entry("MDT", -6),
          Map.entry("PST", -8),
          Map.entry("PDT", -7),
          Map.entry("CET", 1),
          Map.entry("CEST", 2),
          Map.entry("BST", 1),
          Map.entry("JST", 9));
  private static final int LENGTH_MAX = 200;
  private static final int YEAR_MIN = 1970;

  private DateReader() {}

  /// The instant that `value` names, empty if it names none from 1970 on.
  static Optional<Instant> read(String value) {
    Matcher date = DATE.matcher(CleanText.cut(value, LENGTH_MAX).strip());
    if (!date.matches()) {
      return Optional.empty();
    }
    int month = MONTHS.indexOf(date.group(2).toLowerCase(Locale.ROOT)) + 1;
    int year = year(date.group(3));
    if (month == 0 || year < YEAR_MIN) {
      return Optional.empty();
    }
    try {
      String second = date.group(6) == null ? "0" : date.group(6);
      LocalDateTime local =
          LocalDateTime.of(
              year,
              month,
              Integer.parseInt(date.group(1)),
              Integer.parseInt(date.group(4)),
              Integer.parseInt(date.group(5)),
              // A leap second is the one before it here.
              Math.min(59, Integer.parseInt(second)));
      return Optional.of(local.toInstant(zone(date.group(7) == null ? "" : date.group(7))));
    } catch (DateTimeException noSuchDate) {
      return Optional.empty();
    }
  }

  /// RFC 5322 §4.3: two and three digits.
  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    return digits.length() == 4 ? year : year + (digits.length() == 2 && year < 50 ? 2000 : 1900);
  }

  private static ZoneOffset zone(String zone) {
    if (zone.startsWith("+") || zone.startsWith("-")) {
      int sign = zone.startsWith("-") ? -1 : 1;
      int minutes = Integer.parseInt(zone, 1, 3, 10) * 60 + Integer.parseInt(zone, 3, 5, 10);
      return ZoneOffset.ofTotalSeconds(sign * minutes * 60);
    }
    // RFC 5322 §4.3: an unknown zone says nothing, so Greenwich.
    return ZoneOffset.ofHours(ZONES.getOrDefault(zone.toUpperCase(Locale.ROOT), 0));
  }
}
