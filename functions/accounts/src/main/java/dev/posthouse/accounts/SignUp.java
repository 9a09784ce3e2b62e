package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.ReservedNames;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.Mailboxes.Opening;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Signup;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Makes a tenant with one mailbox and its token, for whoever asks.
///
/// With an idempotency key the tenant's id follows from it and from who asks, so that the condition
/// under which the tenant is put is the idempotency record. Strangers who happen to choose the same
/// key do not meet.
final class SignUp {
  private final Mailboxes mailboxes;
  private final MailboxTokens tokens;
  private final Ulids ulids;
  private final String platformDomain;
  private final InstantSource clock;

  SignUp(
      Mailboxes mailboxes,
      MailboxTokens tokens,
      Ulids ulids,
      String platformDomain,
      InstantSource clock) {
    this.mailboxes = mailboxes;
    this.tokens = tokens;
    this.ulids = ulids;
    this.platformDomain = platformDomain;
    this.clock = clock;
  }

  /// @param caller who asks
  /// @param admit run once it is neither a repetition nor reserved; it may refuse by throwing
  SignUpResult signUp(
      SignUpRequest request, String caller, Optional<String> idempotencyKey, Runnable admit) {
    Optional<String> keyed =
        idempotencyKey.map(key -> hex("POST /public/signup\0" + caller + "\0" + key));
    var tenant = new TenantId(TenantId.PREFIX + keyed.orElseGet(ulids::next));
    if (keyed.isPresent()) {
      Optional<SignUpResult> known = repeated(tenant, request);
      if (known.isPresent()) {
        return known.get();
      }
    }
    EmailAddress address = request.address(platformDomain);
    if (ReservedNames.isTakenByPlatform(address)) {
      return new SignUpResult.AliasUnavailable();
    }
    admit.run();
    return open(tenant, address, request);
  }

  private SignUpResult open(TenantId id, EmailAddress address, SignUpRequest request) {
    Instant now = clock.instant();
    String productName = Objects.requireNonNull(request.productName());
    String agentName = Objects.requireNonNull(request.agentName());
    var tenant =
        new Tenant(
            id,
            productName,
            request.operator(),
            BillingState.FREE,
            OutboundStatus.INTERNAL_ONLY,
            Set.of(),
            now);
    var identity = new IdentityId(IdentityId.PREFIX + ulids.next());
    Identity mailbox =
        MailboxTokens.mailbox(identity, id, address, agentName, request.fingerprint(), now);
    MailboxTokens.Token token = tokens.draw(id, identity, "signup token", now);
    var signup =
        new Signup(
            id,
            identity,
            address,
            agentName,
            productName,
            Objects.requireNonNull(request.useCase()),
            request.fingerprint());
    return switch (mailboxes.open(tenant, signup, mailbox, token.key(), token.secret())) {
      case Opening.Opened() -> new SignUpResult.Opened(tenant, mailbox, token);
      case Opening.AlreadyThere() ->
          repeated(id, request)
              .orElseThrow(() -> new StoreBusyException("the tenant was there a moment ago"));
      case Opening.AddressTaken() -> new SignUpResult.AliasUnavailable();
      case Opening.NoSuchTenant(), Opening.TooMany() ->
          throw new IllegalStateException("a tenant's first mailbox");
    };
  }

  private Optional<SignUpResult> repeated(TenantId tenant, SignUpRequest request) {
    return mailboxes
        .signup(tenant)
        .map(there ->
            there.fingerprint().equals(request.fingerprint())
                ? new SignUpResult.AlreadyThere(there)
                : new SignUpResult.KeyReused());
  }

  private static String hex(String name) {
    return JobIds.sha256(name).substring(0, Ulids.LENGTH);
  }
}
