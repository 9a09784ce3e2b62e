package dev.posthouse.identities;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.InstantSource;
import java.time.LocalDate;

/// Deletes an identity: it sends nothing more, for good. Its mailboxes go on receiving, its
/// conversations stay readable, and its handle is not given again, so that nobody can pass for it.
final class DeleteIdentity {
  private final ChangeRoster changeRoster;
  private final InstantSource clock;

  DeleteIdentity(ChangeRoster changeRoster, InstantSource clock) {
    this.changeRoster = changeRoster;
    this.clock = clock;
  }

  /// The identity as it is then; the same if it was deleted before.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 409 for a self-serve mailbox
  Identity delete(Identity identity) {
    if (identity.selfServe()) {
      throw Problem.of(ProblemCode.CONFLICT, "A self-serve mailbox is deleted by its own route.")
          .withFix("DELETE /v1/mailboxes/self with its token.")
          .asException();
    }
    LocalDate today = OutboundJob.dayOf(clock.instant());
    Roster roster =
        changeRoster.change(identity.roster(), before -> deleted(before, today)).after();
    return new Identity(
        identity.handle(), identity.tierName(), identity.createdAt(), identity.createdBy(), roster);
  }

  private static Roster deleted(Roster roster, LocalDate today) {
    return roster.state() == IdentityState.DELETED
        ? roster
        : roster.next(
            IdentityState.DELETED,
            roster.displayName(),
            roster.dailyCap(),
            roster.mailboxes().stream().map(mailbox -> retired(mailbox, today)).toList());
  }

  private static Mailbox retired(Mailbox mailbox, LocalDate today) {
    return mailbox.state() == MailboxState.RETIRED
        ? mailbox
        : mailbox
            .on(mailbox.course().entered(today, Cause.SURPLUS))
            .in(MailboxState.RETIRED)
            .withCap(0);
  }
}
