package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A roster as an item. Each mailbox is one line, `ordinal stage health dailyCap state address` and
/// what [CourseWords] says of its course: 220 of them stay below 20 KB, a third of what maps would
/// take.
public final class RosterItem {
  /// What kind of item a roster is.
  public static final String KIND = "roster";

  private static final String CHANGED_AT = "changedAt";
  private static final int FIXED_WORDS = 6;

  private RosterItem() {}

  static Map<String, AttributeValue> write(Roster roster) {
    return Item.at(Key.roster(roster.identity()), KIND)
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
  static Expression change(Roster before, Roster after, Instant now) {
    return new Expression()
        .set(CHANGED_AT, now)
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

  /// When the roster became what it is; empty for one that was just made.
  public static Optional<Instant> changedAt(Map<String, AttributeValue> item) {
    return Optional.ofNullable(Attributes.instantOrNull(item, CHANGED_AT));
  }

  /// The roster in that item.
  public static Roster read(Map<String, AttributeValue> item) {
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
    String line =
        String.join(
            " ",
            Integer.toString(mailbox.ordinal()),
            Integer.toString(mailbox.stage()),
            Integer.toString(mailbox.health()),
            Integer.toString(mailbox.dailyCap()),
            Item.wire(mailbox.state()),
            mailbox.address().toString());
    String course = CourseWords.write(mailbox.course(), mailbox.stage());
    return course.isEmpty() ? line : line + " " + course;
  }

  private static Mailbox mailbox(String line) {
    String[] words = line.split(" ", -1);
    int stage = Integer.parseInt(words[1]);
    return new Mailbox(
        Integer.parseInt(words[0]),
        EmailAddress.parse(words[5]),
        MailboxState.valueOf(words[4].toUpperCase(Locale.ROOT)),
        stage,
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        CourseWords.read(List.of(words).subList(FIXED_WORDS, words.length), stage));
  }
}
