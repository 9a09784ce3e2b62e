package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A roster as an item. Each mailbox is one line, `ordinal stage health dailyCap state address`:
/// 220 of them stay below 12 KB, a third of what maps would take.
final class RosterItem {
  private RosterItem() {}

  static Map<String, AttributeValue> write(Roster roster) {
    return Item.at(Key.roster(roster.identity()), "roster")
        .with("identity", roster.identity().value())
        .with("tenant", roster.tenant().value())
        .with("handle", roster.handle().value())
        .with("displayName", roster.displayName())
        .with("state", roster.state())
        .with("dailyCap", roster.dailyCap())
        .with("revision", roster.revision())
        .with("mailboxes", lines(roster))
        .build();
  }

  /// The change from one revision to the next.
  static Expression change(Roster before, Roster after) {
    return new Expression()
        .set("displayName", after.displayName())
        .set("state", Item.wire(after.state()))
        .set("dailyCap", after.dailyCap())
        .set("revision", after.revision())
        .set("mailboxes", Item.list(lines(after)))
        .ifEquals("revision", before.revision());
  }

  private static List<String> lines(Roster roster) {
    return roster.mailboxes().stream().map(RosterItem::line).toList();
  }

  static Roster read(Map<String, AttributeValue> item) {
    return new Roster(
        new IdentityId(Attributes.string(item, "identity")),
        new TenantId(Attributes.string(item, "tenant")),
        new Handle(Attributes.string(item, "handle")),
        Attributes.string(item, "displayName"),
        Attributes.constant(item, "state", IdentityState.class),
        Math.toIntExact(Attributes.number(item, "dailyCap")),
        Attributes.number(item, "revision"),
        Attributes.strings(item, "mailboxes").stream().map(RosterItem::mailbox).toList());
  }

  private static String line(Mailbox mailbox) {
    return String.join(
        " ",
        Integer.toString(mailbox.ordinal()),
        Integer.toString(mailbox.stage()),
        Integer.toString(mailbox.health()),
        Integer.toString(mailbox.dailyCap()),
        Item.wire(mailbox.state()),
        mailbox.address().toString());
  }

  private static Mailbox mailbox(String line) {
    String[] words = line.split(" ", -1);
    return new Mailbox(
        Integer.parseInt(words[0]),
        EmailAddress.parse(words[5]),
        MailboxState.valueOf(words[4].toUpperCase(Locale.ROOT)),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]));
  }
}
