package dev.posthouse.domain.pool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The places of one UTC day that cold messages have taken. Messages that follow each other without
/// room between them are one span, so a long queue takes no more than a short one.
///
/// @param spans in their order, none touching another; at most [#SPANS_MAX]
public record Drip(List<Span> spans) {
  /// Nothing has a place.
  public static final Drip NONE = new Drip(List.of());

  /// Most spans. Beyond, the least room between two is given up: fewer messages go out then, never
  /// two too close.
  public static final int SPANS_MAX = 16;

  public Drip {
    spans = List.copyOf(spans);
  }

  /// Messages from one moment to another.
  public record Span(Instant first, Instant last) {}

  /// Until when a message has to wait that would go out then; empty if it has the room.
  Optional<Instant> busyUntil(Instant at, Duration gap) {
    return spans.stream()
        .filter(span -> at.isAfter(span.first().minus(gap)) && at.isBefore(span.last().plus(gap)))
        .map(span -> span.last().plus(gap))
        .findFirst();
  }

  /// The day with one more message.
  ///
  /// @param now what lies more than a gap before it is forgotten
  public Drip plus(Instant at, Duration gap, Instant now) {
    var next = new ArrayList<Span>();
    spans.stream().filter(span -> span.last().plus(gap).isAfter(now)).forEach(next::add);
    next.add(new Span(at, at));
    next.sort(Comparator.comparing(Span::first));
    for (int i = next.size() - 1; i > 0; i--) {
      // Less than two gaps apart: nothing fits between them.
      if (next.get(i - 1).last().plus(gap).plus(gap).isAfter(next.get(i).first())) {
        join(next, i);
      }
    }
    while (next.size() > SPANS_MAX) {
      join(next, nearest(next));
    }
    return new Drip(next);
  }

  private static void join(List<Span> spans, int i) {
    Span right = spans.remove(i);
    Span left = spans.remove(i - 1);
    Instant last = left.last().isAfter(right.last()) ? left.last() : right.last();
    spans.add(i - 1, new Span(left.first(), last));
  }

  private static int nearest(List<Span> spans) {
    int nearest = 1;
    for (int i = 2; i < spans.size(); i++) {
      if (room(spans, i).compareTo(room(spans, nearest)) < 0) {
        nearest = i;
      }
    }
    return nearest;
  }

  private static Duration room(List<Span> spans, int i) {
    return Duration.between(spans.get(i - 1).last(), spans.get(i).first());
  }
}
