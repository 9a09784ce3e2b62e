package dev.posthouse.accounts;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.tenant.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /public/signup`, and of `POST /v1/mailboxes` without the welcome.
///
/// @param identity the handle, which is the address
/// @param accessToken the secret, shown here and never again
record SignUpResponse(
    String tenantId,
    String mailboxId,
    String mailboxAddress,
    String identity,
    String accessToken,
    Instant accessTokenExpiresAt,
    List<String> accessTokenScopes,
    Notice.@Nullable Status welcomeStatus,
    @Nullable String welcomeOutboundJobId) {
  static SignUpResponse of(SignUpResult.Opened opened, Notice.Sent welcome) {
    return of(opened, welcome.status(), welcome.job().orElse(null));
  }

  /// That of a mailbox of a tenant known already.
  static SignUpResponse of(SignUpResult.Opened opened) {
    return of(opened, null, null);
  }

  private static SignUpResponse of(
      SignUpResult.Opened opened, Notice.@Nullable Status status, @Nullable String job) {
    IdentityId id = opened.mailbox().id();
    return new SignUpResponse(
        opened.tenant().id().value(),
        MailboxId.of(id, 0).value(),
        opened.mailbox().roster().mailboxes().getFirst().address().toString(),
        opened.mailbox().handle().value(),
        opened.token().secret().reveal(),
        Objects.requireNonNull(opened.token().key().expiresAt()),
        opened.token().key().scopes().stream().sorted().map(Scope::wire).toList(),
        status,
        job);
  }
}
