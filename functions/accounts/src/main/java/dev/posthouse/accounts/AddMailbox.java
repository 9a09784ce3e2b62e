package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.ReservedNames;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.Mailboxes.Opening;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/// Adds a mailbox to a tenant that has some, or none.
final class AddMailbox {
  private final Tenants tenants;
  private final Mailboxes mailboxes;
  private final Identities identities;
  private final MailboxTokens tokens;
  private final Ulids ulids;
  private final String platformDomain;
  private final InstantSource clock;

  AddMailbox(
      Tenants tenants,
      Mailboxes mailboxes,
      Identities identities,
      MailboxTokens tokens,
      Ulids ulids,
      String platformDomain,
      InstantSource clock) {
    this.tenants = tenants;
    this.mailboxes = mailboxes;
    this.identities = identities;
    this.tokens = tokens;
    this.ulids = ulids;
    this.platformDomain = platformDomain;
    this.clock = clock;
  }

  /// What became of it. Refusals are listed in descending precedence.
  sealed interface Result {
    /// It is there, and sends.
    record Added(SignUpResult.Opened opened) implements Result {}

    /// The same request made it before.
    record AlreadyThere(Roster mailbox) implements Result {}

    /// Another request came under the same idempotency key before.
    record KeyReused() implements Result {}

    /// The tenant has as many as it may.
    record TooMany() implements Result {}

    /// The alias is reserved, or somebody's already.
    record AliasUnavailable() implements Result {}
  }

  Result add(TenantId tenant, AddMailboxRequest request, Optional<String> idempotencyKey) {
    Optional<IdentityId> keyed = idempotencyKey.map(key -> keyed(tenant, key));
    Optional<Result> known = keyed.flatMap(id -> repeated(id, request));
    if (known.isPresent()) {
      return known.get();
    }
    String alias = Objects.requireNonNull(request.mailboxAlias());
    var address = new EmailAddress(alias, platformDomain);
    if (ReservedNames.isTakenByPlatform(address)) {
      return new Result.AliasUnavailable();
    }
    Instant now = clock.instant();
    Tenant owner = tenants.find(tenant).orElseThrow(Secrets::noSuchTenant);
    IdentityId id = keyed.orElseGet(() -> new IdentityId(IdentityId.PREFIX + ulids.next()));
    Identity mailbox =
        MailboxTokens.mailbox(
            id,
            tenant,
            address,
            Objects.requireNonNull(request.displayName()),
            request.fingerprint(),
            now);
    MailboxTokens.Token token = tokens.draw(tenant, id, "mailbox token", now);
    return switch (mailboxes.add(mailbox, token.key(), token.secret())) {
      case Opening.Opened() -> new Result.Added(new SignUpResult.Opened(owner, mailbox, token));
      case Opening.AlreadyThere() ->
          repeated(id, request)
              .orElseThrow(() -> new StoreBusyException("the mailbox was there a moment ago"));
      case Opening.TooMany() -> new Result.TooMany();
      case Opening.AddressTaken() -> new Result.AliasUnavailable();
      case Opening.NoSuchTenant() -> throw Secrets.noSuchTenant();
    };
  }

  private Optional<Result> repeated(IdentityId id, AddMailboxRequest request) {
    return identities
        .roster(id)
        .flatMap(roster -> identities.find(roster.handle()))
        .map(there ->
            there.createdBy().equals(request.fingerprint())
                ? new Result.AlreadyThere(there.roster())
                : new Result.KeyReused());
  }

  private static IdentityId keyed(TenantId tenant, String idempotencyKey) {
    String name = String.join("\0", "POST /v1/mailboxes", tenant.value(), idempotencyKey);
    return new IdentityId(IdentityId.PREFIX + JobIds.sha256(name).substring(0, Ulids.LENGTH));
  }
}
