package dev.posthouse.domain.pool;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Comparator;
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
public record Roster(
    IdentityId identity,
    TenantId tenant,
    Handle handle,
    String displayName,
    IdentityState state,
    int dailyCap,
    long revision,
    List<Mailbox> mailboxes,
    Restraints restraints) {
  /// The share of an identity for which the provider's quota is no limit.
  public static final int UNSHARED = Integer.MAX_VALUE;

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
    this(
        identity,
        tenant,
        handle,
        displayName,
        state,
        dailyCap,
        revision,
        mailboxes,
        Restraints.NONE);
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
        restraints);
  }

  /// The same revision in another state: both change together.
  public Roster in(IdentityState newState) {
    return new Roster(
        identity, tenant, handle, displayName, newState, dailyCap, revision, mailboxes, restraints);
  }

  /// The same revision under other restraints: both change together.
  public Roster under(Restraints others) {
    return new Roster(
        identity, tenant, handle, displayName, state, dailyCap, revision, mailboxes, others);
  }

  /// The same revision with another pacing.
  public Roster paced(Pacing pacing) {
    return under(restraints.paced(pacing));
  }

  /// The same revision with another compartment.
  public Roster apart(Compartment compartment) {
    return under(restraints.apart(compartment));
  }

  /// The same revision with another share of the provider's quota.
  public Roster sharing(int accountShare) {
    return under(restraints.sharing(accountShare));
  }

  /// The same revision with other slow lanes.
  public Roster slowed(List<SlowLane> lanes) {
    return under(restraints.slowed(lanes));
  }

  /// When its cold mail goes out.
  public Pacing pacing() {
    return restraints.pacing();
  }

  /// How far the provider keeps its mail apart.
  public Compartment compartment() {
    return restraints.compartment();
  }

  /// Most messages per UTC day that the provider's quota leaves it.
  public int accountShare() {
    return restraints.accountShare();
  }

  /// Where its mail waits because a provider has put it off.
  public List<SlowLane> slow() {
    return restraints.slow();
  }

  /// Until when mail from that mailbox to that provider waits; empty if it does not.
  public Optional<Instant> waits(int ordinal, ProviderGroup group, Instant now) {
    return slow().stream()
        .filter(lane -> lane.ordinal() == ordinal && lane.group() == group)
        .map(SlowLane::until)
        .filter(now::isBefore)
        .max(Comparator.naturalOrder());
  }

  /// Most messages that count on one UTC day's sheet: the identity's cap, or less where the
  /// provider's quota has to be shared.
  public int sheetCap() {
    return Math.min(dailyCap, accountShare());
  }

  /// What [#sheetCap] is called when it is what binds.
  public String sheetCapName() {
    return accountShare() < dailyCap ? "account_share" : "daily_cap";
  }

  /// Whether a message of that kind has to wait for its turn.
  public boolean paces(boolean cold) {
    return cold && !pacing().open() && !selfServe();
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
