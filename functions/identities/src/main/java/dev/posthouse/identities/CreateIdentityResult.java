package dev.posthouse.identities;

import dev.posthouse.domain.identity.Identity;

/// What became of a request for an identity. Refusals are listed in descending precedence.
sealed interface CreateIdentityResult {
  /// It is there, with its whole pool.
  ///
  /// @param identity as it was when it was made, whatever happened since
  /// @param replayed whether the same request was answered before
  record Created(Identity identity, boolean replayed) implements CreateIdentityResult {}

  /// Another request came under the same idempotency key before.
  record KeyReused() implements CreateIdentityResult {}

  /// The tenant may not write to people outside the platform.
  record NotEnabled() implements CreateIdentityResult {}

  /// The handle is somebody's already.
  record HandleTaken() implements CreateIdentityResult {}
}
