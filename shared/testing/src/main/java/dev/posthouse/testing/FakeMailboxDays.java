package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.MailboxDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The [MailboxDays] in memory.
public final class FakeMailboxDays implements MailboxDays {
  private final FakeStore store;

  public FakeMailboxDays(FakeStore store) {
    this.store = store;
  }

  @Override
  public List<MailboxDay> between(IdentityId identity, LocalDate from, LocalDate to) {
    synchronized (store) {
      var days = new ArrayList<MailboxDay>();
      for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
        LocalDate one = day;
        Map<Integer, Integer> sent = store.sheets.sheet(identity, day).used();
        Map<Integer, MailboxDay> mishaps =
            store.mailboxDays.getOrDefault(identity, Map.of()).getOrDefault(day, Map.of());
        var ordinals = new TreeSet<>(sent.keySet());
        ordinals.addAll(mishaps.keySet());
        ordinals.stream()
            .map(ordinal ->
                mishaps
                    .getOrDefault(ordinal, MailboxDay.blank(one, ordinal))
                    .withSent(sent.getOrDefault(ordinal, 0)))
            .filter(each -> each.sent() > 0 || !each.mishaps().isEmpty())
            .forEach(days::add);
      }
      return days;
    }
  }
}
