package dev.posthouse.domain.pool;

/// What can become of a mail instead of being delivered, as far as it tells something of the
/// mailbox that sent it.
public enum Mishap {
  /// There is no such recipient: the list is bad.
  HARD_BOUNCE,
  /// The recipient's server distrusts the sender, or what it says: policy, reputation,
  /// authentication, content.
  POLICY_BOUNCE,
  /// Anything else that came back, such as from a full mailbox. Nobody's fault.
  SOFT_BOUNCE,
  /// The recipient called it spam.
  COMPLAINT,
  /// The recipient's server put it off.
  DEFERRAL
}
