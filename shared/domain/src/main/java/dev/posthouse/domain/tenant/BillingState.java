package dev.posthouse.domain.tenant;

/// What a tenant pays for. Wire form: the lower-case name.
public enum BillingState {
  FREE,
  PAID_REVIEW,
  PAID_ACTIVE
}
