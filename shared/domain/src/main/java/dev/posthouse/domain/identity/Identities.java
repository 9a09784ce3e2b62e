package dev.posthouse.domain.identity;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Identities, their handles and their pools.
public interface Identities {
  /// Most mailboxes one call of [#addMailboxes] takes, so that one transaction holds them.
  int MAILBOXES_PER_CALL_MAX = 40;

  /// In how many parts the identities that have a pool are listed for the rounds of warmup and
  /// repair.
  int SHARDS = 8;

  /// Adds an identity, as yet without a pool. False if its handle is somebody's already, identity
  /// or mailbox.
  boolean create(Identity identity);

  /// The identity with that handle, with a roster as of now (strongly consistent).
  Optional<Identity> find(Handle handle);

  /// The identity with that id, with a roster as of now (strongly consistent).
  Optional<Identity> find(IdentityId id);

  /// The roster of an identity as of now (strongly consistent).
  Optional<Roster> roster(IdentityId id);

  /// The tenant's identities in the order of their ids, after the given one.
  List<Identity> list(TenantId tenant, Optional<IdentityId> after, int limit);

  /// The identities with a pool in one part of the rounds, in the order of their ids, after the
  /// given one; self-serve mailboxes are in none.
  ///
  /// @param shard 0 to [#SHARDS] - 1; an identity stays in its own
  List<IdentityId> rounds(int shard, Optional<IdentityId> after, int limit);

  /// Whose the address is: the identity that has it in its pool.
  Optional<IdentityId> owner(EmailAddress mailbox);

  /// Adds mailboxes to the pool and reserves their addresses, all or none.
  ///
  /// @param before the roster the addition was decided on
  /// @param mailboxes at most [#MAILBOXES_PER_CALL_MAX]; their ordinals new
  /// @param now tells which day sheets must learn of the new roster
  PoolChange addMailboxes(Roster before, List<Mailbox> mailboxes, Instant now);

  /// Replaces the roster with the next revision and tells the day sheets of today, tomorrow and all
  /// later ones that exist, in one transaction: a send decided on the old roster fails from then
  /// on.
  ///
  /// @param after as [Roster#next] made it of `before`, with the same addresses
  PoolChange change(Roster before, Roster after, Instant now);

  /// Replaces the tier and the roster together, as [#change] replaces the roster.
  PoolChange changeTier(Identity before, String tierName, Roster after, Instant now);

  /// The part of the rounds an identity is in.
  static int shardOf(IdentityId id) {
    return Math.floorMod(id.value().hashCode(), SHARDS);
  }

  /// What became of a change to the pool.
  sealed interface PoolChange {
    /// The roster is the new one.
    record Changed(Roster roster) implements PoolChange {}

    /// Somebody changed the roster first: read it and decide again.
    record Raced() implements PoolChange {}

    /// The address belongs to a mailbox or an identity already.
    record AddressTaken(EmailAddress address) implements PoolChange {}
  }
}
