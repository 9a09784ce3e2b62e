package dev.posthouse.domain.pool;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// What became of the mail of one mailbox, day by day.
public record Track(Map<LocalDate, DayOutcomes> days) {
  /// How far back anything counts.
  public static final int DAYS = 14;

  /// A mailbox that never sent.
  public static final Track NONE = new Track(Map.of());

  public Track {
    days = Map.copyOf(days);
  }

  /// The tracks of an identity's mailboxes, by ordinal. Bounces that say something of the sender
  /// count beside those that say the recipient does not exist.
  public static Map<Integer, Track> of(Collection<MailboxDay> days) {
    Map<Integer, Map<LocalDate, DayOutcomes>> byOrdinal = new HashMap<>();
    for (MailboxDay day : days) {
      var outcomes =
          new DayOutcomes(
              day.sent(),
              day.count(Mishap.HARD_BOUNCE) + day.count(Mishap.POLICY_BOUNCE),
              day.count(Mishap.COMPLAINT),
              day.count(Mishap.DEFERRAL));
      byOrdinal
          .computeIfAbsent(day.ordinal(), _ -> new HashMap<>())
          .merge(day.day(), outcomes, DayOutcomes::plus);
    }
    Map<Integer, Track> tracks = new HashMap<>();
    byOrdinal.forEach((ordinal, outcomes) -> tracks.put(ordinal, new Track(outcomes)));
    return tracks;
  }

  /// The outcomes of one day.
  public DayOutcomes on(LocalDate day) {
    return days.getOrDefault(day, DayOutcomes.NONE);
  }

  /// The outcomes of so many days together, up to and with the given one.
  public DayOutcomes sum(LocalDate last, int count) {
    DayOutcomes sum = DayOutcomes.NONE;
    for (int back = 0; back < count; back++) {
      sum = sum.plus(on(last.minusDays(back)));
    }
    return sum;
  }

  /// The outcomes of the last two weeks, each day counting a fourteenth less than the one after it.
  public Weighed weighed(LocalDate last) {
    DayOutcomes sum = DayOutcomes.NONE;
    for (int back = 0; back < DAYS; back++) {
      DayOutcomes day = on(last.minusDays(back));
      int weight = DAYS - back;
      sum =
          sum.plus(
              new DayOutcomes(
                  day.sent() * weight,
                  day.hardBounces() * weight,
                  day.complaints() * weight,
                  day.deferrals() * weight));
    }
    return new Weighed(
        (double) sum.sent() / DAYS,
        (double) sum.hardBounces() / DAYS,
        (double) sum.complaints() / DAYS,
        (double) sum.deferrals() / DAYS);
  }

  /// The track with one more thing that happened on a day.
  public Track plus(LocalDate day, DayOutcomes more) {
    var next = new HashMap<>(days);
    next.merge(day, more, DayOutcomes::plus);
    return new Track(next);
  }

  /// Counts that fade with time.
  public record Weighed(double sent, double hardBounces, double complaints, double deferrals) {}
}
