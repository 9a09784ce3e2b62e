package dev.posthouse.domain.pool;

import dev.posthouse.domain.identity.IdentityState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a pool can send on the days to come, if each is clean and uses at least half of what it
/// may.
///
/// Mailboxes that are not ready, or in repair, are not counted on.
///
/// @param days from today on
/// @param fullCapacityAt the first day on which the pool carries the identity's whole cap; empty if
///   that does not come within [#HORIZON_DAYS]
public record Forecast(List<Day> days, Optional<LocalDate> fullCapacityAt) {
  /// How far it looks for the full capacity.
  public static final int HORIZON_DAYS = 120;

  public Forecast {
    days = List.copyOf(days);
  }

  /// A day and the most that can be sent on it.
  public record Day(LocalDate day, int sends) {}

  /// The most that can be sent on a day with the caps as they are, whatever is used of it.
  public static int capacity(Roster roster) {
    int sum =
        roster.mailboxes().stream().filter(Mailbox::eligible).mapToInt(Mailbox::dailyCap).sum();
    return Math.min(roster.sheetCap(), sum);
  }

  /// The next days.
  ///
  /// @param mailboxDailyMax most a warm mailbox sends a day
  /// @param count days to show
  public static Forecast of(Roster roster, int mailboxDailyMax, LocalDate today, int count) {
    boolean sends =
        roster.state() == IdentityState.ACTIVE || roster.state() == IdentityState.PROVISIONING;
    Roster then = roster;
    var days = new ArrayList<Day>();
    Optional<LocalDate> full = Optional.empty();
    for (int ahead = 0; ahead < HORIZON_DAYS; ahead++) {
      int capacity = sends ? capacity(then) : 0;
      LocalDate day = today.plusDays(ahead);
      if (days.size() < count) {
        days.add(new Day(day, capacity));
      }
      if (full.isEmpty() && capacity >= roster.dailyCap()) {
        full = Optional.of(day);
      }
      if (full.isPresent() && days.size() >= count) {
        break;
      }
      then = dayLater(then, mailboxDailyMax);
    }
    return new Forecast(days, full);
  }

  private static Roster dayLater(Roster roster, int mailboxDailyMax) {
    List<Mailbox> grown =
        roster.mailboxes().stream()
            .map(mailbox ->
                mailbox.eligible() && Band.of(mailbox.health()) == Band.GROW
                    ? mailbox.on(grown(mailbox.course()))
                    : mailbox)
            .toList();
    return roster.next(PoolCaps.of(grown, mailboxDailyMax));
  }

  private static Course grown(Course course) {
    boolean slow = course.slow().compareTo(EarnedDays.NONE) > 0;
    EarnedDays gain = slow ? EarnedDays.ONE.halved() : EarnedDays.ONE;
    return course.after(
        course.earned().plus(gain), slow ? course.slow().minus(gain) : course.slow(), false, 0);
  }
}
