package dev.posthouse.domain.outbound;

/// What the recipient's server did, as SES reports it. Ordered: a later constant outweighs an
/// earlier one, because events arrive late and out of order. Wire form: the lower-case name.
public enum DeliveryStatus {
  PENDING,
  DELAYED,
  DELIVERED,
  BOUNCED,
  COMPLAINED
}
