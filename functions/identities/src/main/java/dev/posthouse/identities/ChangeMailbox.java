package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Course;
import dev.posthouse.domain.pool.EarnedDays;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Objects;
import java.util.OptionalInt;

/// Changes one mailbox of a pool, by the operator's word. An identity that waited for its first
/// mailbox sends from then on.
final class ChangeMailbox {
  private final ChangeRoster changeRoster;
  private final PoolLog log;
  private final InstantSource clock;

  ChangeMailbox(ChangeRoster changeRoster, PoolLog log, InstantSource clock) {
    this.changeRoster = changeRoster;
    this.log = log;
    this.clock = clock;
  }

  /// The pool with the changed mailbox.
  record Changed(Roster roster, int ordinal) {}

  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, 404 if the pool has no
  ///   such mailbox, 409 if it is retired
  Changed change(Identity identity, EmailAddress address, ChangeMailboxRequest request) {
    Tier tier = Tiers.standard().of(identity);
    LocalDate today = OutboundJob.dayOf(clock.instant());
    ChangeRoster.Change change =
        changeRoster.change(
            identity.roster(), roster -> decide(roster, address, tier, request, today));
    Mailbox before = find(change.before(), address);
    Mailbox after = find(change.after(), address);
    if (!after.equals(before)) {
      log.changed(change.after(), before, after, request.reason());
    }
    return new Changed(change.after(), after.ordinal());
  }

  private static Mailbox find(Roster roster, EmailAddress address) {
    return roster.mailboxes().stream()
        .filter(mailbox -> mailbox.address().canonical().equals(address.canonical()))
        .findFirst()
        .orElseThrow(() -> IdentityProblems.noSuchMailbox().asException());
  }

  private static Roster decide(
      Roster roster,
      EmailAddress address,
      Tier tier,
      ChangeMailboxRequest request,
      LocalDate today) {
    Mailbox before = find(roster, address);
    Mailbox after = apply(before, tier, request, today);
    if (after.equals(before)) {
      return Activation.opened(roster);
    }
    if (before.state() == MailboxState.RETIRED) {
      throw IdentityProblems.retired().asException();
    }
    Roster changed = roster.replacing(before.ordinal(), mailbox -> after);
    return Activation.due(changed) ? changed.in(IdentityState.ACTIVE) : changed;
  }

  private static Mailbox apply(
      Mailbox mailbox, Tier tier, ChangeMailboxRequest request, LocalDate today) {
    int stage = Objects.requireNonNullElse(request.stage(), mailbox.stage());
    MailboxState state = Objects.requireNonNullElse(request.state(), mailbox.state());
    Course course = course(mailbox.course(), request, today);
    if (state != mailbox.state()) {
      course =
          state == MailboxState.ACTIVE
              ? course.restored(today)
              : course.entered(today, Cause.OPERATOR);
    }
    // Out of the rotation its cap is none; back in it, what it has earned.
    boolean capStays =
        request.stage() == null
            && request.dailyCap() == null
            && (state != MailboxState.ACTIVE || mailbox.dailyCap() > 0);
    int dailyCap =
        capStays ? mailbox.dailyCap() : Numbers.dailyCap(tier, request.dailyCap(), stage);
    return new Mailbox(
        mailbox.ordinal(),
        mailbox.address(),
        state,
        stage,
        Objects.requireNonNullElse(request.health(), mailbox.health()),
        dailyCap,
        course);
  }

  /// A stage or a cap that is given takes the place of what was earned or set before.
  private static Course course(Course course, ChangeMailboxRequest request, LocalDate today) {
    if (request.dailyCap() == null && request.stage() == null) {
      return course;
    }
    Course set =
        course.withFixedCap(
            request.dailyCap() == null ? OptionalInt.empty() : OptionalInt.of(request.dailyCap()));
    return request.stage() == null
        ? set
        : set.withEarned(EarnedDays.atStage(request.stage())).counted(today);
  }
}
