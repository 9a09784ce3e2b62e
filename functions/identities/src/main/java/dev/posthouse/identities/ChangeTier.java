package dev.posthouse.identities;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.InstantSource;
import java.util.Optional;

/// Gives an identity another tier. Its cap changes at once; repair makes the pool larger or smaller
/// within a quarter of an hour. Who leaves the pool goes on receiving, and conversations go on from
/// another mailbox; what is queued beyond the new cap goes out on the days after.
final class ChangeTier {
  private static final int ATTEMPTS_MAX = 20;

  private final Identities identities;
  private final InstantSource clock;

  ChangeTier(Identities identities, InstantSource clock) {
    this.identities = identities;
    this.clock = clock;
  }

  /// The identity with that tier.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 409 for a self-serve mailbox
  Identity change(Identity start, Tier tier) {
    Identity identity = start;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (identity.selfServe()) {
        throw Problem.of(ProblemCode.CONFLICT, "A self-serve mailbox has no tier.")
            .withFix("Make an identity with POST /v1/identities.")
            .asException();
      }
      if (identity.roster().state() == IdentityState.DELETED) {
        throw IdentityProblems.deleted().asException();
      }
      if (identity.tierName().equals(tier.name())) {
        return identity;
      }
      Roster before = identity.roster();
      Roster after =
          before.next(before.state(), before.displayName(), tier.dailyCap(), before.mailboxes());
      PoolChange change = identities.changeTier(identity, tier.name(), after, clock.instant());
      if (change instanceof PoolChange.Changed(Roster roster)) {
        return new Identity(
            identity.handle(), tier.name(), identity.createdAt(), identity.createdBy(), roster);
      }
      Identity seen = identity;
      identity = Optional.of(seen.id()).flatMap(identities::find).orElse(seen);
    }
    throw new StoreBusyException("others change " + start.id());
  }
}
