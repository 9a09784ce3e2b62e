package dev.posthouse.domain.pool;

import dev.posthouse.domain.identity.IdentityState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What warmup and repair make of a roster. Both may run as often as they like: a day counts once,
/// and where nothing is to change the roster comes back as it is.
public final class PoolCare {
  /// Most days that are counted belatedly; before them, a mailbox counts as never used.
  private static final int LATE_DAYS_MAX = Track.DAYS;

  private PoolCare() {}

  /// What both need to know.
  ///
  /// @param mailboxDailyMax most a warm mailbox of this pool sends a day
  /// @param signs by ordinal; [Signs#NONE] for whom there are none
  /// @param slow where providers have put mail off
  public record Facts(int mailboxDailyMax, Map<Integer, Signs> signs, List<SlowLane> slow) {
    public Facts {
      signs = Map.copyOf(signs);
      slow = List.copyOf(slow);
    }

    /// Facts of a pool whose mail no provider puts off.
    public Facts(int mailboxDailyMax, Map<Integer, Signs> signs) {
      this(mailboxDailyMax, signs, List.of());
    }

    /// What is known of one of them.
    public Signs of(Mailbox mailbox) {
      return signs.getOrDefault(mailbox.ordinal(), Signs.NONE);
    }
  }

  /// Counts the days before today that are not counted yet, then looks at the pool as [#check]
  /// does.
  public static Roster warm(Roster roster, Facts facts, LocalDate today) {
    List<Mailbox> counted =
        roster.mailboxes().stream()
            .map(mailbox -> warm(mailbox, facts.of(mailbox), today))
            .toList();
    return settled(roster, counted, facts, today);
  }

  /// The first day whose outcomes matter today: two weeks up to the first day that is not counted
  /// yet.
  public static LocalDate firstOfInterest(Roster roster, LocalDate today) {
    return roster.mailboxes().stream()
        .filter(PoolCare::warms)
        .map(mailbox -> firstToCount(mailbox, today))
        .filter(day -> day.isBefore(today))
        .min(LocalDate::compareTo)
        .orElse(today)
        .minusDays(Track.DAYS - 1L);
  }

  /// Looks how the mailboxes do now: health, the steps of repair, caps, and whether the identity as
  /// a whole has to stop.
  public static Roster check(Roster roster, Facts facts, LocalDate today) {
    return settled(roster, roster.mailboxes(), facts, today);
  }

  private static Mailbox warm(Mailbox mailbox, Signs signs, LocalDate today) {
    if (!warms(mailbox)) {
      return mailbox;
    }
    Mailbox counted = mailbox;
    for (LocalDate day = firstToCount(mailbox, today); day.isBefore(today); day = day.plusDays(1)) {
      counted = WarmupDay.count(counted, day, signs);
    }
    LocalDate next = mailbox.course().warmedOn().filter(today::isBefore).orElse(today);
    return counted.on(counted.course().counted(next));
  }

  private static boolean warms(Mailbox mailbox) {
    return mailbox.state() != MailboxState.PROVISIONING && mailbox.state() != MailboxState.RETIRED;
  }

  private static LocalDate firstToCount(Mailbox mailbox, LocalDate today) {
    LocalDate next = mailbox.course().warmedOn().orElse(today.minusDays(1));
    LocalDate earliest = today.minusDays(LATE_DAYS_MAX);
    return next.isBefore(earliest) ? earliest : next;
  }

  private static Roster settled(
      Roster before, List<Mailbox> mailboxes, Facts facts, LocalDate today) {
    var settled = new ArrayList<Mailbox>();
    for (Mailbox mailbox : mailboxes) {
      Signs signs = facts.of(mailbox);
      Health health = Health.of(signs, today);
      settled.add(
          RepairLadder.step(
              warms(mailbox) ? mailbox.withHealth(health.score()) : mailbox, signs, health, today));
    }
    List<Mailbox> capped = PoolCaps.of(settled, facts.mailboxDailyMax());
    IdentityState state =
        IdentityPause.of(
            before.state(), before.compartment().stopped(), facts.signs().values(), today);
    return capped.equals(before.mailboxes())
            && state == before.state()
            && facts.slow().equals(before.slow())
        ? before
        : before.next(state, before.displayName(), before.dailyCap(), capped).slowed(facts.slow());
  }
}
