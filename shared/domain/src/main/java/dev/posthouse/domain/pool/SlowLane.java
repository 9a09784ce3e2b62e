package dev.posthouse.domain.pool;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/// Mail of one mailbox to one provider that has put such mail off: it waits for a while, because
/// who goes on at the same pace is put off for longer.
///
/// @param deferrals how often that happened on the day of the latest
/// @param until when it is tried again
public record SlowLane(int ordinal, ProviderGroup group, int deferrals, Instant until) {
  /// One deferral proves nothing.
  static final int DEFERRALS_MIN = 2;

  /// How long after the latest deferral mail waits; the providers advise an hour or two.
  static final Duration REST = Duration.ofHours(1);

  /// The lanes that are slow on that day, or were, by mailbox and provider.
  ///
  /// @param days what became of mail on that day and the one before
  public static List<SlowLane> of(Collection<MailboxDay> days, LocalDate today) {
    Instant begin = today.atStartOfDay(ZoneOffset.UTC).toInstant();
    List<SlowLane> slow = new ArrayList<>();
    for (MailboxDay day : days) {
      day.putOff()
          .forEach((group, putOff) -> {
            Instant until = putOff.latest().plus(REST);
            if (putOff.count() >= DEFERRALS_MIN && until.isAfter(begin)) {
              slow.add(new SlowLane(day.ordinal(), group, putOff.count(), until));
            }
          });
    }
    slow.sort(
        Comparator.comparingInt(SlowLane::ordinal)
            .thenComparing(SlowLane::group)
            .thenComparing(SlowLane::until));
    return List.copyOf(slow);
  }
}
