package dev.posthouse.domain.pool;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;

/// What one mailbox did on one UTC day.
///
/// @param sent messages counted on the day's sheet: dispatched on that day, or about to be
/// @param mishaps how often each was reported on that day, each of a message once; they may be of
///   messages that were sent earlier
/// @param putOff which large providers deferred its mail
public record MailboxDay(
    LocalDate day,
    int ordinal,
    int sent,
    Map<Mishap, Integer> mishaps,
    Map<ProviderGroup, PutOff> putOff) {
  public MailboxDay {
    mishaps = Map.copyOf(mishaps);
    putOff = Map.copyOf(putOff);
  }

  /// A day of which nobody asks whose servers deferred mail.
  public MailboxDay(LocalDate day, int ordinal, int sent, Map<Mishap, Integer> mishaps) {
    this(day, ordinal, sent, mishaps, Map.of());
  }

  /// Deferrals by one provider.
  ///
  /// @param latest when that last happened, whatever order the events came in
  public record PutOff(int count, Instant latest) {
    private PutOff plus(PutOff other) {
      return new PutOff(count + other.count, latest.isAfter(other.latest) ? latest : other.latest);
    }
  }

  /// A day on which nothing was sent or reported.
  public static MailboxDay blank(LocalDate day, int ordinal) {
    return new MailboxDay(day, ordinal, 0, Map.of());
  }

  /// How often that was reported.
  public int count(Mishap mishap) {
    return mishaps.getOrDefault(mishap, 0);
  }

  /// Messages of the day that neither came back nor wait at the recipient's server: those that were
  /// delivered, once the day and what it has begun are over.
  public int delivered() {
    return Math.max(
        0,
        sent - count(Mishap.HARD_BOUNCE) - count(Mishap.POLICY_BOUNCE) - count(Mishap.SOFT_BOUNCE));
  }

  /// This with another number of messages sent.
  public MailboxDay withSent(int count) {
    return new MailboxDay(day, ordinal, count, mishaps, putOff);
  }

  /// This with one more of that.
  public MailboxDay plus(Mishap mishap, int count) {
    var more = new EnumMap<Mishap, Integer>(Mishap.class);
    more.putAll(mishaps);
    more.merge(mishap, count, Integer::sum);
    return new MailboxDay(day, ordinal, sent, more, putOff);
  }

  /// This with more deferrals by a provider, which [#plus(Mishap, int)] counts as well.
  public MailboxDay plus(ProviderGroup group, PutOff deferrals) {
    var more = new EnumMap<ProviderGroup, PutOff>(ProviderGroup.class);
    more.putAll(putOff);
    more.merge(group, deferrals, PutOff::plus);
    return new MailboxDay(day, ordinal, sent, mishaps, more);
  }
}
