package dev.posthouse.domain.tenant;

import java.time.Instant;

/// Why and since when an address gets no mail of a tenant.
public record Suppression(Reason reason, Instant at) {
  /// Wire form: the lower-case name.
  public enum Reason {
    /// The receiving host says there is no such person.
    BOUNCED,
    /// The person called the mail spam.
    COMPLAINED,
    /// The person asked for no more.
    UNSUBSCRIBED,
    /// The tenant entered it.
    MANUAL
  }
}
