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
  private final BuyDomain buyDomain;
  private final InstantSource clock;

  DeleteIdentity(ChangeRoster changeRoster, BuyDomain buyDomain, InstantSource clock) {
    this.changeRoster = changeRoster;
    this.buyDomain = buyDomain;
    this.clock = clock;
  }

  /// The identity as it is then; the same if it was deleted before.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 409 for a self-serve mailbox; 503 if it is
  ///   deleted but its domains may still be renewed, until it is repeated
  Identity delete(Identity identity) {
    if (identity.selfServe()) {
      throw Problem.of(ProblemCode.CONFLICT, "A self-serve mailbox is deleted by its own route.")
          .withFix("DELETE /v1/mailboxes/self with its token.")
          .asException();
    }
    LocalDate today = OutboundJob.dayOf(clock.instant());
    Roster roster =
        changeRoster.change(identity.roster(), before -> deleted(before, today)).after();
    // Repair leaves it alone from here on, so none is renewed again.
    buyDomain.endAll(identity.id());
    return identity.with(roster);
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
