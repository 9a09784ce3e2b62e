package dev.posthouse.domain.outbound;

/// How well the recipient knows the sender, which sets the pace. Wire form: the lower-case name.
public enum SendClass {
  /// The first message from this identity to this recipient.
  COLD_FIRST_CONTACT,
  /// A later one, and no person has answered the last [Contact#UNANSWERED_MAX].
  COLD_FOLLOWUP,
  /// The recipient has written back.
  WARM;

  /// Whether it waits for its turn.
  public boolean cold() {
    return this != WARM;
  }
}
