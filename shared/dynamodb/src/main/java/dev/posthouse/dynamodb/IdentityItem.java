package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;

/// An identity as items: its name in the namespace of addresses, what it is, its roster, and its
/// line in the tenant's list.
final class IdentityItem {
  static final String OWNER = "identity";

  /// The tier's name.
  static final String TIER = "tier";

  /// Kind of the address of an identity that receives no mail under it.
  static final String HANDLE = "handle";

  /// Kind of the address of a mailbox.
  static final String MAILBOX = "mailbox";

  /// Says of the address of a mailbox that it is its identity's handle too.
  static final String IS_HANDLE = "isHandle";

  private IdentityItem() {}

  /// The writes that may be refused.
  record Writes(Transaction.Write address, Transaction.Write identity) {}

  /// Puts a rotated identity, unless the address is taken.
  static Writes putRotated(Transaction transaction, Identity identity) {
    Item address =
        Item.at(Key.address(identity.handle()), HANDLE).with(OWNER, identity.id().value());
    transaction.put(
        Item.at(Key.round(identity.id()), "round").with(OWNER, identity.id().value()).build());
    return put(transaction, identity, address);
  }

  /// Puts an identity whose handle is the address of its one mailbox, unless the address is taken.
  static Writes putMailbox(Transaction transaction, Identity identity) {
    Mailbox only = identity.roster().mailboxes().getFirst();
    Item address =
        Item.at(Key.address(only.address()), MAILBOX)
            .with(OWNER, identity.id().value())
            .with("ordinal", only.ordinal())
            .flag(IS_HANDLE, true);
    return put(transaction, identity, address);
  }

  private static Writes put(Transaction transaction, Identity identity, Item address) {
    Roster roster = identity.roster();
    Transaction.Write taken = transaction.putIfAbsent(address.build());
    Transaction.Write made =
        transaction.putIfAbsent(
            Item.at(Key.identity(identity.id()), "identity")
                .with(TIER, identity.tierName())
                .with("createdAt", identity.createdAt())
                .with("createdBy", identity.createdBy())
                .build());
    transaction.putIfAbsent(RosterItem.write(roster));
    transaction.putIfAbsent(
        Item.at(Key.tenantIdentity(roster.tenant(), identity.id()), "tenantIdentity")
            .with(OWNER, identity.id().value())
            .build());
    return new Writes(taken, made);
  }
}
