package dev.posthouse.warmup;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.MailboxDays;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.pool.Roster;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What mailboxes did, as the test has it.
final class Usage implements MailboxDays {
  private final Map<IdentityId, TreeMap<LocalDate, Map<Integer, MailboxDay>>> days =
      new HashMap<>();
  private final AtomicInteger reads = new AtomicInteger();

  /// Every mailbox of the roster sends what it may.
  void full(Roster roster, LocalDate day) {
    for (Mailbox mailbox : roster.mailboxes()) {
      sent(roster.identity(), mailbox.ordinal(), day, mailbox.dailyCap());
    }
  }

  void sent(IdentityId identity, int ordinal, LocalDate day, int count) {
    of(identity, day).put(ordinal, MailboxDay.blank(day, ordinal).withSent(count));
  }

  void mishap(IdentityId identity, int ordinal, LocalDate day, Mishap mishap, int count) {
    of(identity, day)
        .merge(
            ordinal,
            MailboxDay.blank(day, ordinal).plus(mishap, count),
            (there, _) -> there.plus(mishap, count));
  }

  private Map<Integer, MailboxDay> of(IdentityId identity, LocalDate day) {
    return days.computeIfAbsent(identity, _ -> new TreeMap<>())
        .computeIfAbsent(day, _ -> new TreeMap<>());
  }

  int reads() {
    return reads.get();
  }

  @Override
  public List<MailboxDay> between(IdentityId identity, LocalDate from, LocalDate to) {
    reads.incrementAndGet();
    var found = new ArrayList<MailboxDay>();
    days.getOrDefault(identity, new TreeMap<>())
        .subMap(from, true, to, true)
        .values()
        .forEach(day -> found.addAll(day.values()));
    return found;
  }
}
