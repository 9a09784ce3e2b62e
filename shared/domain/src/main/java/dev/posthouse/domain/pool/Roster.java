package dev.posthouse.domain.pool;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// All that a decision to send needs to know of an identity: its state, its cap and its pool, at
/// one revision.
///
/// Day sheets carry the newest revision, so a roster may be cached: a decision made on an old one
/// fails when it is committed.
///
/// @param revision grows by one with every change
/// @param displayName the name beside the address in `From`
/// @param dailyCap most messages per UTC day
/// @param pacing when its cold mail goes out
public record Roster(
    IdentityId identity,
    TenantId tenant,
    Handle handle,
    String displayName,
    IdentityState state,
    int dailyCap,
    long revision,
    List<Mailbox> mailboxes,
    Pacing pacing) {
  public Roster {
    mailboxes = List.copyOf(mailboxes);
  }

  /// A roster that holds nothing up.
  public Roster(
      IdentityId identity,
      TenantId tenant,
      Handle handle,
      String displayName,
      IdentityState state,
      int dailyCap,
      long revision,
      List<Mailbox> mailboxes) {
    this(identity, tenant, handle, displayName, state, dailyCap, revision, mailboxes, Pacing.OPEN);
  }

  /// Whether this is a self-serve mailbox: an identity whose pool is the one mailbox that has its
  /// handle as its address.
  public boolean selfServe() {
    return mailboxes.size() == 1
        && mailboxes.getFirst().address().canonical().equals(handle.value());
  }

  /// The mailbox with that ordinal.
  public Optional<Mailbox> mailbox(int ordinal) {
    return mailboxes.stream().filter(mailbox -> mailbox.ordinal() == ordinal).findFirst();
  }

  /// The ordinal the next mailbox gets.
  public int nextOrdinal() {
    return mailboxes.stream().mapToInt(Mailbox::ordinal).max().orElse(-1) + 1;
  }

  /// The next revision, with another state, name, cap and pool.
  public Roster next(
      IdentityState newState, String newDisplayName, int newDailyCap, List<Mailbox> newMailboxes) {
    return new Roster(
        identity,
        tenant,
        handle,
        newDisplayName,
        newState,
        newDailyCap,
        revision + 1,
        newMailboxes,
        pacing);
  }

  /// The same revision with another pacing: both change together.
  public Roster paced(Pacing newPacing) {
    return new Roster(
        identity, tenant, handle, displayName, state, dailyCap, revision, mailboxes, newPacing);
  }

  /// Whether a message of that kind has to wait for its turn.
  public boolean paces(boolean cold) {
    return cold && !pacing.open() && !selfServe();
  }

  /// The next revision, with another pool.
  public Roster next(List<Mailbox> newMailboxes) {
    return next(state, displayName, dailyCap, newMailboxes);
  }

  /// The next revision, in another state.
  public Roster next(IdentityState newState) {
    return next(newState, displayName, dailyCap, mailboxes);
  }

  /// The next revision, one mailbox changed.
  public Roster replacing(int ordinal, UnaryOperator<Mailbox> change) {
    return next(
        mailboxes.stream()
            .map(mailbox -> mailbox.ordinal() == ordinal ? change.apply(mailbox) : mailbox)
            .toList());
  }
}
