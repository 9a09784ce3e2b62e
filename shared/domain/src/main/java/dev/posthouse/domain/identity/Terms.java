package dev.posthouse.domain.identity;

import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.LedgerEntry;
import java.time.Instant;
import java.util.Optional;

/// How long the tiers of identities are paid for.
public interface Terms {
  /// The identity's term as of now (strongly consistent); empty if it never owed anything.
  Optional<Term> find(IdentityId identity);

  /// Takes a step with one write, all of it or nothing: the term, and what belongs to it.
  Renewing renew(Renewal renewal, Instant now);

  /// A step.
  ///
  /// @param before the term it was decided on
  /// @param after its next version
  /// @param charge what is taken from the purse for it
  /// @param roster what it does to the identity's state
  record Renewal(
      Term before, Term after, Optional<LedgerEntry> charge, Optional<StateChange> roster) {}

  /// Another state of an identity.
  ///
  /// @param after as [Roster#next] made it of `before`
  record StateChange(Roster before, Roster after) {}

  /// What became of a step.
  enum Renewing {
    DONE,
    /// Somebody changed the term or the roster first. Nothing is written.
    RACED,
    /// The purse has not as much. Nothing is written.
    NOT_COVERED
  }
}
