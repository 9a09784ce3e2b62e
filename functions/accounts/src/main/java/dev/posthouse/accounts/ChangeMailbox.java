package dev.posthouse.accounts;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Changes a self-serve mailbox: decides, writes, and decides again whenever somebody else was
/// faster.
final class ChangeMailbox {
  private static final int ATTEMPTS_MAX = 20;

  private final Identities identities;
  private final InstantSource clock;
  private final Backoff backoff;

  ChangeMailbox(Identities identities, InstantSource clock, Backoff backoff) {
    this.identities = identities;
    this.clock = clock;
    this.backoff = backoff;
  }

  /// The mailbox as of now.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 404 if it is no self-serve mailbox
  Identity find(IdentityId id) {
    return identities
        .roster(id)
        .flatMap(roster -> identities.find(roster.handle()))
        .filter(Identity::selfServe)
        .orElseThrow(
            () -> Problem.of(ProblemCode.NOT_FOUND, "There is no such mailbox.").asException());
  }

  /// Gives it another name, unless there is none to give.
  ///
  /// @param displayName null if it stays
  /// @throws dev.posthouse.lambda.ProblemException 409 if it is retired
  Roster rename(Roster mailbox, @Nullable String displayName) {
    return change(
        mailbox,
        roster -> {
          if (MailboxRoutes.retired(roster)) {
            throw Problem.of(ProblemCode.IDENTITY_INACTIVE, "The mailbox is retired.")
                .withFix("Use another mailbox: a retired one stays as it is.")
                .asException();
          }
          return displayName == null || displayName.equals(roster.displayName())
              ? Optional.empty()
              : Optional.of(
                  roster.next(roster.state(), displayName, roster.dailyCap(), roster.mailboxes()));
        });
  }

  /// Nothing is sent from then on. The address stays the mailbox's for ever.
  Roster retire(Roster mailbox) {
    return change(
        mailbox,
        roster ->
            MailboxRoutes.retired(roster)
                ? Optional.empty()
                : Optional.of(
                    roster.next(
                        IdentityState.PAUSED,
                        roster.displayName(),
                        roster.dailyCap(),
                        roster.mailboxes().stream()
                            .map(it -> it.in(MailboxState.RETIRED))
                            .toList())));
  }

  private Roster change(Roster start, Function<Roster, Optional<Roster>> decision) {
    Roster before = start;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<Roster> after = decision.apply(before);
      if (after.isEmpty()) {
        return before;
      }
      if (identities.change(before, after.get(), clock.instant())
          instanceof PoolChange.Changed(Roster changed)) {
        return changed;
      }
      backoff.pause(attempt);
      before = identities.roster(start.identity()).orElse(before);
    }
    throw new StoreBusyException("others change the roster of " + start.identity());
  }
}
