package dev.posthouse.accounts;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.tenant.Signup;
import dev.posthouse.domain.tenant.Tenant;

/// What became of a signup.
sealed interface SignUpResult {
  /// The mailbox is there and active.
  record Opened(Tenant tenant, Identity mailbox, MailboxTokens.Token token)
      implements SignUpResult {}

  /// The same request was answered before.
  record AlreadyThere(Signup signup) implements SignUpResult {}

  /// Another request came under the same idempotency key before.
  record KeyReused() implements SignUpResult {}

  /// The alias is reserved, or somebody's already.
  record AliasUnavailable() implements SignUpResult {}
}
