package dev.posthouse.domain.identity;

/// Whether an identity sends. Wire form: the lower-case name.
public enum IdentityState {
  /// Its pool is being made; nothing can be sent.
  PROVISIONING,
  /// It sends.
  ACTIVE,
  /// Its owner stopped it for now.
  PAUSED,
  /// The health rules stopped it until its bounces and complaints are down again.
  REPAIRING,
  /// Its tier is not paid for: it goes on once that is done.
  SUSPENDED,
  /// Its owner deleted it: it sends nothing more and goes on receiving.
  DELETED
}
