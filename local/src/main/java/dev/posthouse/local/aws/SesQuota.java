package dev.posthouse.local.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// How much the account may send: recipients a second, and in any 24 hours. Thread-safe.
///
/// Like SES it lets a message with several recipients pass while there is room for one.
final class SesQuota {
  private record Sent(Instant at, int recipients) {}

  /// The recipients of the last span, and how many may be in it.
  private static final class Window {
    private final Duration span;
    private final int recipientsMax;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private int recipients;

    private Window(Duration span, int recipientsMax) {
      this.span = span;
      this.recipientsMax = recipientsMax;
    }

    private boolean full(Instant now) {
      while (!sent.isEmpty() && !sent.getFirst().at().plus(span).isAfter(now)) {
        recipients -= sent.removeFirst().recipients();
      }
      return recipients >= recipientsMax;
    }

    private void add(Instant at, int count) {
      sent.addLast(new Sent(at, count));
      recipients += count;
    }
  }

  private final Window second;
  private final Window day;

  SesQuota(int recipientsPerSecondMax, int recipientsPerDayMax) {
    this.second = new Window(Duration.ofSeconds(1), recipientsPerSecondMax);
    this.day = new Window(Duration.ofDays(1), recipientsPerDayMax);
  }

  /// Counts a message.
  ///
  /// @throws AwsError if the quota or the rate is used up; then nothing is counted
  synchronized void take(Instant now, int recipients) {
    if (day.full(now)) {
      throw new AwsError(400, "LimitExceededException", "Daily message quota exceeded.");
    }
    if (second.full(now)) {
      throw new AwsError(429, "TooManyRequestsException", "Maximum sending rate exceeded.");
    }
    second.add(now, recipients);
    day.add(now, recipients);
  }

  /// Counts what an earlier process sent.
  synchronized void sentBefore(Instant at, int recipients) {
    day.add(at, recipients);
  }

  synchronized int sentInLastDay(Instant now) {
    day.full(now);
    return day.recipients;
  }

  int recipientsPerSecondMax() {
    return second.recipientsMax;
  }

  int recipientsPerDayMax() {
    return day.recipientsMax;
  }
}
