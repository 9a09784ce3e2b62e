package dev.posthouse.domain.pool;

/// Whether a mailbox takes part in sending. Wire form: the lower-case name.
public enum MailboxState {
  /// It is being made: no authentication is proven yet.
  PROVISIONING,
  /// It sends, as far as its stage and health let it.
  ACTIVE,
  /// It is out of the rotation and goes on receiving.
  PULLED,
  /// It will not send again and goes on receiving.
  RETIRED
}
