package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import java.util.Objects;

/// Changes one mailbox of a pool, by the operator's word. An identity that waited for its first
/// mailbox sends from then on.
final class ChangeMailbox {
  private final ChangeRoster changeRoster;
  private final PoolLog log;

  ChangeMailbox(ChangeRoster changeRoster, PoolLog log) {
    this.changeRoster = changeRoster;
    this.log = log;
  }

  /// The pool with the changed mailbox.
  record Changed(Roster roster, int ordinal) {}

  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, 404 if the pool has no
  ///   such mailbox, 409 if it is retired
  Changed change(Identity identity, EmailAddress address, ChangeMailboxRequest request) {
    Tier tier = Tiers.standard().of(identity);
    ChangeRoster.Change change =
        changeRoster.change(identity.roster(), roster -> decide(roster, address, tier, request));
    Mailbox before = find(change.before(), address);
    Mailbox after = find(change.after(), address);
    if (!after.equals(before)) {
      log.changed(change.after(), before, after, request.reason());
    }
    return new Changed(change.after(), after.ordinal());
  }

  private static Mailbox find(Roster roster, EmailAddress address) {
    return roster.mailboxes().stream()
        .filter(mailbox -> mailbox.address().canonical().equals(address.canonical()))
        .findFirst()
        .orElseThrow(() -> IdentityProblems.noSuchMailbox().asException());
  }

  private static Roster decide(
      Roster roster, EmailAddress address, Tier tier, ChangeMailboxRequest request) {
    Mailbox before = find(roster, address);
    Mailbox after = apply(before, tier, request);
    if (after.equals(before)) {
      return Activation.opened(roster);
    }
    if (before.state() == MailboxState.RETIRED) {
      throw IdentityProblems.retired().asException();
    }
    Roster changed = roster.replacing(before.ordinal(), mailbox -> after);
    return Activation.due(changed) ? in(changed, IdentityState.ACTIVE) : changed;
  }

  /// The same revision in another state: both change together.
  private static Roster in(Roster roster, IdentityState state) {
    return new Roster(
        roster.identity(),
        roster.tenant(),
        roster.handle(),
        roster.displayName(),
        state,
        roster.dailyCap(),
        roster.revision(),
        roster.mailboxes(),
        roster.pacing());
  }

  private static Mailbox apply(Mailbox mailbox, Tier tier, ChangeMailboxRequest request) {
    int stage = Objects.requireNonNullElse(request.stage(), mailbox.stage());
    boolean capStays = request.stage() == null && request.dailyCap() == null;
    int dailyCap =
        capStays ? mailbox.dailyCap() : Numbers.dailyCap(tier, request.dailyCap(), stage);
    return new Mailbox(
        mailbox.ordinal(),
        mailbox.address(),
        Objects.requireNonNullElse(request.state(), mailbox.state()),
        stage,
        Objects.requireNonNullElse(request.health(), mailbox.health()),
        dailyCap);
  }
}
