package dev.posthouse.domain.sending;

/// Whether a domain's mail can prove where it comes from. Wire form: the lower-case name.
public enum DomainState {
  /// Its records have never all been there; nothing is sent from it.
  PENDING,
  /// All records are there.
  VERIFIED,
  /// They were, and are no longer.
  FAILED
}
