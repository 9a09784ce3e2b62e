package dev.posthouse.identities;

import dev.posthouse.domain.identity.Term;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How long an identity's tier is paid for, as the API shows it.
///
/// @param credits what the present period cost
/// @param due what could not be paid; null if nothing is open
record TermView(Instant paidUntil, long credits, @Nullable Due due) {
  /// What could not be paid.
  ///
  /// @param suspendedAt when the identity stops, or has stopped, for that
  record Due(long credits, Instant since, Instant suspendedAt) {}

  static TermView of(Term term) {
    return new TermView(
        term.paidUntil(),
        term.price().count(),
        term.due()
            .map(due -> new Due(due.credits().count(), due.since(), due.suspendedAt()))
            .orElse(null));
  }
}
