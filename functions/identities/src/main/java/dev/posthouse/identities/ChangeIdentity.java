package dev.posthouse.identities;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.Roster;
import java.util.Objects;

/// Renames an identity, gives it another tier, sets its pace, stops it for now, or lets it go on.
final class ChangeIdentity {
  private final ChangeRoster changeRoster;
  private final ChangeTier changeTier;

  ChangeIdentity(ChangeRoster changeRoster, ChangeTier changeTier) {
    this.changeRoster = changeRoster;
    this.changeTier = changeTier;
  }

  /// The identity as it is then.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 409 if it is deleted, or goes on and the
  ///   operator has stopped it
  Identity change(Identity start, ChangeIdentityRequest request) {
    Identity identity =
        request.tier() == null
            ? start
            : changeTier.change(start, CreateIdentityRequest.tier(request.tier()));
    Roster roster =
        changeRoster.change(identity.roster(), before -> decide(before, request)).after();
    return identity.with(roster);
  }

  private static Roster decide(Roster roster, ChangeIdentityRequest request) {
    if (roster.state() == IdentityState.DELETED) {
      throw IdentityProblems.deleted().asException();
    }
    String name = Objects.requireNonNullElse(request.displayName(), roster.displayName());
    IdentityState state =
        request.paused() == null ? roster.state() : state(roster, request.paused());
    Pacing pacing =
        request.pacing() == null ? roster.pacing() : request.pacing().over(roster.pacing());
    return name.equals(roster.displayName())
            && state == roster.state()
            && pacing.equals(roster.pacing())
        ? roster
        : roster.next(state, name, roster.dailyCap(), roster.mailboxes()).paced(pacing);
  }

  private static IdentityState state(Roster roster, boolean paused) {
    return switch (roster.state()) {
      case PROVISIONING, ACTIVE -> paused ? IdentityState.PAUSED : roster.state();
      case PAUSED -> paused ? IdentityState.PAUSED : resumed(roster);
      // Its owner may stop it for longer; the health rules decide when it goes on.
      case REPAIRING -> paused ? IdentityState.PAUSED : roster.state();
      case SUSPENDED -> throw IdentityProblems.suspended().asException();
      case DELETED -> roster.state();
    };
  }

  /// Who was paused before anything was ready goes on waiting.
  private static IdentityState resumed(Roster roster) {
    boolean ready =
        roster.mailboxes().stream()
            .anyMatch(mailbox -> mailbox.state() != MailboxState.PROVISIONING);
    return ready ? IdentityState.ACTIVE : IdentityState.PROVISIONING;
  }
}
