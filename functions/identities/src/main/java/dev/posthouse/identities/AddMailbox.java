package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Course;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/// Adds a mailbox to a pool, by the operator's word that SES may send as it: it is active at once.
final class AddMailbox {
  /// Most mailboxes of a pool, retired ones counted: more than twice the largest tier's. It bounds
  /// the items of the roster and the day sheets.
  static final int POOL_MAX = 500;

  private static final int HEALTH_MAX = 100;
  private static final int ATTEMPTS_MAX = 20;

  private final Identities identities;
  private final ChangeRoster changeRoster;
  private final PoolLog log;
  private final String platformDomain;
  private final InstantSource clock;

  AddMailbox(
      Identities identities,
      ChangeRoster changeRoster,
      PoolLog log,
      String platformDomain,
      InstantSource clock) {
    this.identities = identities;
    this.changeRoster = changeRoster;
    this.log = log;
    this.platformDomain = platformDomain;
    this.clock = clock;
  }

  /// The pool with its new mailbox.
  record Addition(Roster roster, Mailbox mailbox) {}

  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, 409 if the address is
  ///   taken or the pool is full
  Addition add(Identity identity, AddMailboxRequest request) {
    EmailAddress address = request.parsedAddress();
    if (address.domain().equals(platformDomain)) {
      throw Problem.invalidField("address", "is at a domain of the customer's own").asException();
    }
    if (identity.selfServe()) {
      throw Problem.of(ProblemCode.CONFLICT, "A self-serve mailbox has no pool to add to.")
          .withFix("Make another mailbox with POST /v1/mailboxes.")
          .asException();
    }
    Tier tier = Tiers.standard().of(identity);
    int stage = Objects.requireNonNullElse(request.stage(), 0);
    int dailyCap = Numbers.dailyCap(tier, request.dailyCap(), stage);
    Roster roster = identity.roster();
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (roster.mailboxes().size() >= POOL_MAX) {
        throw IdentityProblems.poolFull(POOL_MAX).asException();
      }
      var mailbox =
          new Mailbox(
              roster.nextOrdinal(),
              address,
              MailboxState.ACTIVE,
              stage,
              HEALTH_MAX,
              dailyCap,
              course(request, stage));
      switch (identities.addMailboxes(roster, List.of(mailbox), clock.instant())) {
        case PoolChange.Changed(Roster after) -> {
          log.added(after, mailbox, null);
          return new Addition(changeRoster.change(after, Activation::opened).after(), mailbox);
        }
        case PoolChange.AddressTaken _ ->
            throw IdentityProblems.addressTaken(address).asException();
        case PoolChange.Raced() -> roster = identities.roster(identity.id()).orElse(roster);
      }
    }
    throw new StoreBusyException("others change the pool of " + identity.id());
  }

  private Course course(AddMailboxRequest request, int stage) {
    Course begun = Course.atStage(stage).entered(OutboundJob.dayOf(clock.instant()), Cause.NONE);
    return request.dailyCap() == null
        ? begun
        : begun.withFixedCap(OptionalInt.of(request.dailyCap()));
  }
}
