package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes self-serve mailboxes and their tokens, before they are stored.
final class MailboxTokens {
  /// How long a token works, and one it is rotated to.
  static final Duration LIFETIME = Duration.ofDays(30);

  /// What a mailbox may do by itself: its mail, and the billing and policy of its tenant.
  static final Set<Scope> SCOPES =
      Set.of(
          Scope.MAIL_READ,
          Scope.MAIL_SEND,
          Scope.EVENTS_READ,
          Scope.BILLING_READ,
          Scope.BILLING_WRITE,
          Scope.POLICY_READ,
          Scope.IDENTITY_READ);

  private static final int WARM = 100;

  private final Ulids ulids;
  private final RandomGenerator random;

  MailboxTokens(Ulids ulids, RandomGenerator random) {
    this.ulids = ulids;
    this.random = random;
  }

  /// A token and its secret, not stored yet.
  record Token(ApiKey key, KeySecret secret) {
    /// The same under another id.
    Token named(KeyId id) {
      return new Token(
          new ApiKey(
              id,
              key.tenant(),
              key.name(),
              key.hint(),
              key.scopes(),
              key.limits(),
              key.createdAt(),
              key.expiresAt()),
          secret);
    }
  }

  /// A token of that mailbox.
  Token draw(TenantId tenant, IdentityId mailbox, String name, Instant now) {
    return draw(tenant, KeyLimits.of(mailbox), name, SCOPES, now, now.plus(LIFETIME));
  }

  /// A token of those parts.
  Token draw(
      TenantId tenant, KeyLimits limits, String name, Set<Scope> scopes, Instant now, Instant end) {
    KeySecret secret = KeySecret.draw(limits.kind(), random);
    var id = new KeyId(KeyId.PREFIX + ulids.next());
    return new Token(new ApiKey(id, tenant, name, secret.hint(), scopes, limits, now, end), secret);
  }

  /// A mailbox that sends from the start: its volume is bounded by its tenant's limits, and the
  /// platform's domain is warm already.
  ///
  /// @param request fingerprint of the request that asks for it
  static Identity mailbox(
      IdentityId id,
      TenantId tenant,
      EmailAddress address,
      String displayName,
      String request,
      Instant now) {
    int cap = Identity.SELF_SERVE_DAILY_CAP;
    var only = new Mailbox(0, address, MailboxState.ACTIVE, WARM, WARM, cap);
    var handle = new Handle(address.canonical());
    var roster =
        new Roster(id, tenant, handle, displayName, IdentityState.ACTIVE, cap, 1, List.of(only));
    return new Identity(handle, Identity.SELF_SERVE, now, request, roster);
  }
}
