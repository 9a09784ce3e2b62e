package dev.posthouse.domain.pool;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// When an identity's cold mail goes out: in its working hours, and one message at a time. Warm
/// mail, and whatever a self-serve mailbox sends, goes at once.
///
/// With a gap, none goes out during the last gap before midnight UTC. So messages of two days,
/// which are counted apart, keep the gap as well; where slots follow each other all day, nothing is
/// lost by it.
///
/// @param timeZone of the working hours, a name of the tz database
/// @param hours of the days in `weekdays`
/// @param weekdays at least one
/// @param dripMinGap least time between two cold messages, whole seconds, at most [#GAP_MAX]; zero
///   sets none
public record Pacing(
    ZoneId timeZone, WorkingHours hours, Set<DayOfWeek> weekdays, Duration dripMinGap) {
  /// The longest gap.
  public static final Duration GAP_MAX = Duration.ofHours(1);

  /// Always, all at once.
  public static final Pacing OPEN =
      new Pacing(
          ZoneId.of("UTC"), WorkingHours.ALL_DAY, EnumSet.allOf(DayOfWeek.class), Duration.ZERO);

  /// How late a message may be without losing its place: whoever looks for due ones comes once a
  /// minute.
  private static final Duration LATENESS = Duration.ofMinutes(2);

  /// @throws IllegalArgumentException if there is no weekday, or the hours are too short for the
  ///   gap
  public Pacing {
    weekdays = Set.copyOf(weekdays);
    if (weekdays.isEmpty()) {
      throw new IllegalArgumentException("pacing has at least one weekday");
    }
    if (dripMinGap.isNegative() || dripMinGap.compareTo(GAP_MAX) > 0) {
      throw new IllegalArgumentException("the gap is at most " + GAP_MAX);
    }
    // Else all of them might lie in the last gap before midnight.
    if (Duration.ofMinutes(hours.endMinute() - (long) hours.startMinute()).compareTo(dripMinGap)
        <= 0) {
      throw new IllegalArgumentException("the working hours are longer than the gap");
    }
  }

  /// Whether messages keep a distance.
  public boolean drips() {
    return !dripMinGap.isZero();
  }

  /// Whether it never holds anything up.
  public boolean open() {
    return !drips() && hours.equals(WorkingHours.ALL_DAY) && weekdays.size() == 7;
  }

  /// Whether that moment is in working hours.
  public boolean works(Instant at) {
    LocalDateTime local = LocalDateTime.ofInstant(at, timeZone);
    return weekdays.contains(local.getDayOfWeek()) && hours.contains(local.toLocalTime());
  }

  /// The first moment from that one on at which cold mail may go out, other mail aside.
  public Instant opening(Instant from) {
    Instant at = from;
    while (true) {
      at = working(at);
      Instant midnight =
          LocalDate.ofInstant(at, ZoneOffset.UTC)
              .plusDays(1)
              .atStartOfDay(ZoneOffset.UTC)
              .toInstant();
      if (!drips() || !at.isAfter(midnight.minus(dripMinGap))) {
        return at;
      }
      at = midnight;
    }
  }

  /// The first moment from that one on at which a cold message may go out.
  ///
  /// @param drip what has its place on the UTC day that `from` is on. If the answer is on a later
  ///   day, that day's drip has to be asked
  public Instant slot(Instant from, Drip drip) {
    Instant at = opening(from);
    Optional<Instant> later = drip.busyUntil(at, dripMinGap);
    while (drips() && later.isPresent()) {
      at = opening(later.get());
      later = drip.busyUntil(at, dripMinGap);
    }
    return at;
  }

  /// Whether a message that was to go out then has lost its place, and needs another.
  public boolean missed(Instant dispatchAt, Instant now) {
    return now.isAfter(dispatchAt.plus(LATENESS)) && (drips() || !works(now));
  }

  /// From one moment to the next at which the answer may change: the hours begin, or clocks are
  /// turned.
  private Instant working(Instant from) {
    ZoneRules rules = timeZone.getRules();
    Instant at = from;
    while (!works(at)) {
      ZoneOffset offset = rules.getOffset(at);
      LocalDateTime local = LocalDateTime.ofInstant(at, offset);
      LocalDateTime begin = local.toLocalDate().atTime(hours.opening());
      Instant next = (begin.isAfter(local) ? begin : begin.plusDays(1)).toInstant(offset);
      ZoneOffsetTransition turn = rules.nextTransition(at);
      at = turn != null && turn.getInstant().isBefore(next) ? turn.getInstant() : next;
    }
    return at;
  }
}
