package dev.posthouse.domain.event;

import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a new revision of a roster tells its identity: that it may send or not, and which of its
/// mailboxes were taken out or replaced.
public final class RosterEvents {
  private final Roster before;
  private final Roster after;
  private final Instant at;
  private final List<Occurrence> occurrences = new ArrayList<>();

  private RosterEvents(Roster before, Roster after, Instant at) {
    this.before = before;
    this.after = after;
    this.at = at;
  }

  /// What the step from one revision to the next adds to the log, in as many entries as it takes.
  ///
  /// @param at when the new revision was decided
  public static List<Entry> of(Roster before, Roster after, Instant at) {
    var events = new RosterEvents(before, after, at);
    events.derive();
    return events.entries();
  }

  private void derive() {
    for (Mailbox mailbox : after.mailboxes()) {
      Optional<Mailbox> was = before.mailbox(mailbox.ordinal());
      if (was.isEmpty()) {
        mailbox
            .course()
            .replaces()
            .ifPresent(ordinal -> after.mailbox(ordinal).ifPresent(old -> replaced(old, mailbox)));
      } else if (inRotation(was.get()) && out(mailbox)) {
        pulled(mailbox);
      }
    }
    state();
  }

  private static boolean inRotation(Mailbox mailbox) {
    return mailbox.state() == MailboxState.ACTIVE || mailbox.state() == MailboxState.RESTRICTED;
  }

  private static boolean out(Mailbox mailbox) {
    return mailbox.state() == MailboxState.PULLED || mailbox.state() == MailboxState.RETIRED;
  }

  private void pulled(Mailbox mailbox) {
    Map<String, Object> data = identity();
    data.put("account", account(mailbox));
    data.put("reason", wire(mailbox.course().cause()));
    data.put("health", mailbox.health());
    data.put("final", mailbox.state() == MailboxState.RETIRED);
    add(EventType.MAILBOX_PULLED, mailbox.ordinal(), data);
  }

  private void replaced(Mailbox old, Mailbox successor) {
    Map<String, Object> data = identity();
    data.put("old", account(old));
    data.put("new", account(successor));
    data.put("reason", wire(old.course().cause()));
    add(EventType.MAILBOX_REPLACED, successor.ordinal(), data);
  }

  private void state() {
    if (before.state() == after.state()) {
      return;
    }
    Map<String, Object> data = identity();
    switch (after.state()) {
      case ACTIVE -> {
        if (before.state() != IdentityState.PROVISIONING) {
          add(EventType.IDENTITY_RESUMED, 0, data);
        } else if (hasOpened()) {
          add(EventType.IDENTITY_READY, 0, data);
        }
      }
      case PAUSED, REPAIRING -> {
        data.put("reason", after.state() == IdentityState.PAUSED ? "owner" : "health");
        add(EventType.IDENTITY_PAUSED, 0, data);
      }
      case SUSPENDED, DELETED -> {
        data.put("reason", after.state() == IdentityState.DELETED ? "deleted" : "unpaid");
        add(EventType.IDENTITY_SUSPENDED, 0, data);
      }
      case PROVISIONING -> {
        // An identity that was paused before it was ready waits on.
      }
    }
  }

  /// Whether one of its mailboxes had to wait. Where all were ready at once, the answer to the
  /// request that made them has said so.
  private boolean hasOpened() {
    return after.mailboxes().stream()
        .anyMatch(mailbox ->
            mailbox.state() == MailboxState.ACTIVE && mailbox.course().since().isPresent());
  }

  private void add(EventType type, int ordinal, Map<String, Object> data) {
    String thing = after.identity().value() + "\0" + ordinal;
    EventId id = EventId.of(thing, after.revision(), type);
    occurrences.add(new Occurrence(id, type, at, null, data));
  }

  private List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    for (int from = 0; from < occurrences.size(); from += Entry.OCCURRENCES_MAX) {
      int to = Math.min(occurrences.size(), from + Entry.OCCURRENCES_MAX);
      entries.add(new Entry(after.identity(), at, occurrences.subList(from, to)));
    }
    return entries;
  }

  private Map<String, Object> identity() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("identity", after.handle().value());
    return data;
  }

  private Map<String, Object> account(Mailbox mailbox) {
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("id", MailboxId.of(after.identity(), mailbox.ordinal()).value());
    account.put("email", mailbox.address().toString());
    return account;
  }

  private static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
