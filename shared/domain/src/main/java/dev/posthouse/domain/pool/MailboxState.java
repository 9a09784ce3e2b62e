package dev.posthouse.domain.pool;

/// Whether a mailbox takes part in sending. Wire form: the lower-case name.
public enum MailboxState {
  /// It is being made: no authentication is proven yet.
  PROVISIONING,
  /// It sends, as far as its stage and health let it.
  ACTIVE,
  /// It comes back from repair: it answers those who wrote to it, a few a day.
  RESTRICTED,
  /// It is out of the rotation and goes on receiving.
  PULLED,
  /// It is still out, until its figures and its domain are in order.
  QUARANTINED,
  /// It will not send again and goes on receiving.
  RETIRED;

  /// Whether it is out of the rotation and may come back.
  public boolean inRepair() {
    return this == PULLED || this == QUARANTINED || this == RESTRICTED;
  }
}
