package dev.posthouse.domain.sending;

/// Who puts a domain's records into its zone. Wire form: the lower-case name.
public enum ManagedBy {
  /// The customer pastes them.
  CUSTOMER,
  /// We do, in a zone of the operator's account at Route 53 that is marked as the tenant's.
  ROUTE53
}
