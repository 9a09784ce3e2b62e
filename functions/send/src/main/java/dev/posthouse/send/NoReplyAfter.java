package dev.posthouse.send;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.posthouse.domain.outbound.Waiting;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How long to wait for an answer, as a request says it: a text such as `4h`, `1d`, `90 minutes` or
/// `1.5h`, or a number of milliseconds.
final class NoReplyAfter {
  private static final Pattern TEXT =
      Pattern.compile(
          "([0-9]{1,9}(?:\\.[0-9]{1,6})?) ?(m|min|mins|minutes?|h|hours?|d|days?|w|weeks?)");
  private static final String RULE =
      "is a time from 1 minute to 365 days, such as 4h, 1d, 90 minutes, or milliseconds";

  private final Duration duration;

  private NoReplyAfter(Duration duration) {
    this.duration = duration;
  }

  /// @throws IllegalArgumentException if it is no time, or too short or too long a one
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static NoReplyAfter of(Object value) {
    return millis(value)
        .map(Duration::ofMillis)
        .filter(wait -> wait.compareTo(Waiting.LEAST) >= 0 && wait.compareTo(Waiting.MOST) <= 0)
        .map(NoReplyAfter::new)
        .orElseThrow(() -> new IllegalArgumentException(RULE));
  }

  private static Optional<Long> millis(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return Optional.of(((Number) value).longValue());
    }
    if (!(value instanceof String text)) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal unit = BigDecimal.valueOf(unit(matcher.group(2)).toMillis());
    return Optional.of(
        new BigDecimal(matcher.group(1))
            .multiply(unit)
            .setScale(0, RoundingMode.HALF_UP)
            .longValueExact());
  }

  private static Duration unit(String name) {
    return switch (name.charAt(0)) {
      case 'm' -> Duration.ofMinutes(1);
      case 'h' -> Duration.ofHours(1);
      case 'd' -> Duration.ofDays(1);
      default -> Duration.ofDays(7);
    };
  }

  @JsonValue
  long toMillis() {
    return duration.toMillis();
  }

  /// The time, if there is one.
  static @Nullable Duration durationOf(@Nullable NoReplyAfter after) {
    return after == null ? null : after.duration;
  }
}
