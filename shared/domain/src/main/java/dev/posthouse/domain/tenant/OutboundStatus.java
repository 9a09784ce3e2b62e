package dev.posthouse.domain.tenant;

/// How far a tenant's mail may go. Wire form: the lower-case name.
public enum OutboundStatus {
  /// Only to mailboxes of this platform, unless credits pay for more.
  INTERNAL_ONLY,
  /// An upgrade is paid and waits for the operator.
  EXTERNAL_REVIEW,
  /// To anyone who wants it.
  EXTERNAL_ENABLED,
  /// Nowhere. Only the operator lifts this; no payment does.
  SUSPENDED
}
