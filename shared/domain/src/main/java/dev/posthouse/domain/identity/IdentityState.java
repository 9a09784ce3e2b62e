package dev.posthouse.domain.identity;

/// Whether an identity sends. Wire form: the lower-case name.
public enum IdentityState {
  /// Its pool is being made; nothing can be sent.
  PROVISIONING,
  /// It sends.
  ACTIVE,
  /// Its owner or the health rules stopped it for now.
  PAUSED,
  /// The operator, or an unpaid tier, stopped it.
  SUSPENDED
}
