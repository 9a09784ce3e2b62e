package dev.posthouse.domain.pool;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The way of a mailbox out of the rotation and back: pulled, then quarantined until its figures
/// and its domain are in order, then restricted to answers, then back at half speed. Who is pulled
/// a third time, or is out for thirty days, makes room for another.
///
/// What the operator has pulled only the operator brings back.
final class RepairLadder {
  /// Offences after which a mailbox is replaced.
  static final int OFFENCES_MAX = 3;

  /// Days out of the rotation after which it is replaced.
  static final int DAYS_OUT_MAX = 30;

  private static final int[] PULLED_DAYS = {1, 3, 7};
  private static final int RESTRICTED_DAYS = 3;
  private static final int COMPLAINTS_MAX = 1;

  private RepairLadder() {}

  /// The mailbox as it stands on that day. Asking again on the same day changes nothing more,
  /// unless something new has happened.
  ///
  /// @param health of that day
  static Mailbox step(Mailbox mailbox, Signs signs, Health health, LocalDate today) {
    if (mailbox.course().cause() == Cause.OPERATOR && mailbox.state() != MailboxState.ACTIVE) {
      return mailbox;
    }
    return switch (mailbox.state()) {
      case PROVISIONING, RETIRED -> mailbox;
      case ACTIVE ->
          offence(signs, health, today).map(cause -> pulled(mailbox, cause, today)).orElse(mailbox);
      case RESTRICTED ->
          offence(signs, health, today)
              .map(cause -> pulled(mailbox, cause, today))
              .orElseGet(() -> released(mailbox, signs, today));
      case PULLED -> quarantined(mailbox, today);
      case QUARANTINED -> restricted(mailbox, signs, health, today);
    };
  }

  private static Optional<Cause> offence(Signs signs, Health health, LocalDate today) {
    if (signs.track().sum(today, CleanDay.DAYS).complaints() > COMPLAINTS_MAX) {
      return Optional.of(Cause.COMPLAINTS);
    }
    return health.band().pulls() ? Optional.of(Cause.HEALTH) : Optional.empty();
  }

  private static Mailbox pulled(Mailbox mailbox, Cause cause, LocalDate today) {
    Mailbox out = mailbox.on(mailbox.course().pulled(today, cause));
    return out.in(
        out.course().offences() >= OFFENCES_MAX ? MailboxState.RETIRED : MailboxState.PULLED);
  }

  private static Mailbox quarantined(Mailbox mailbox, LocalDate today) {
    int offences = Math.clamp(mailbox.course().offences(), 1, PULLED_DAYS.length);
    return daysInState(mailbox, today) >= PULLED_DAYS[offences - 1]
        ? enter(mailbox, MailboxState.QUARANTINED, mailbox.course().cause(), today)
        : mailbox;
  }

  private static Mailbox restricted(Mailbox mailbox, Signs signs, Health health, LocalDate today) {
    boolean inOrder =
        (health.band() == Band.GROW || health.band() == Band.FREEZE)
            && signs.track().sum(today, CleanDay.DAYS).complaints() == 0
            && signs.authenticated()
            && signs.finding() != Finding.HIGH;
    if (inOrder) {
      return enter(mailbox, MailboxState.RESTRICTED, mailbox.course().cause(), today);
    }
    return outFor(mailbox, today) >= DAYS_OUT_MAX
        ? enter(mailbox, MailboxState.RETIRED, Cause.UNREPAIRED, today)
        : mailbox;
  }

  private static Mailbox released(Mailbox mailbox, Signs signs, LocalDate today) {
    if (daysInState(mailbox, today) >= RESTRICTED_DAYS && CleanDay.is(signs, today)) {
      Course back = mailbox.course().back(today, WarmupDay.SETBACK);
      return mailbox.on(back).in(MailboxState.ACTIVE);
    }
    return outFor(mailbox, today) >= DAYS_OUT_MAX
        ? enter(mailbox, MailboxState.RETIRED, Cause.UNREPAIRED, today)
        : mailbox;
  }

  private static Mailbox enter(Mailbox mailbox, MailboxState state, Cause cause, LocalDate today) {
    return mailbox.on(mailbox.course().entered(today, cause)).in(state);
  }

  private static long daysInState(Mailbox mailbox, LocalDate today) {
    return mailbox.course().since().map(since -> ChronoUnit.DAYS.between(since, today)).orElse(0L);
  }

  private static long outFor(Mailbox mailbox, LocalDate today) {
    return mailbox
        .course()
        .outSince()
        .map(since -> ChronoUnit.DAYS.between(since, today))
        .orElse(0L);
  }
}
