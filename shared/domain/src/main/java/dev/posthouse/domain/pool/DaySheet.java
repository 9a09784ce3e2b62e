package dev.posthouse.domain.pool;

import dev.posthouse.domain.identity.IdentityId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/// What an identity has used of one UTC day. The day is that of the dispatch, so a message
/// scheduled for tomorrow counts on tomorrow's sheet.
///
/// @param revision the newest roster revision this day knows of
/// @param total messages counted, all mailboxes together
/// @param used messages counted per mailbox ordinal
/// @param drip the places that cold messages have
public record DaySheet(
    IdentityId identity,
    LocalDate day,
    long revision,
    int total,
    Map<Integer, Integer> used,
    Drip drip) {
  public DaySheet {
    used = Map.copyOf(used);
  }

  /// A sheet of a day without cold messages that keep a distance.
  public DaySheet(
      IdentityId identity, LocalDate day, long revision, int total, Map<Integer, Integer> used) {
    this(identity, day, revision, total, used, Drip.NONE);
  }

  /// The sheet of a day nothing was counted on yet.
  public static DaySheet blank(IdentityId identity, LocalDate day) {
    return new DaySheet(identity, day, 0, 0, Map.of());
  }

  /// Messages counted for a mailbox.
  public int used(int ordinal) {
    return used.getOrDefault(ordinal, 0);
  }

  /// What that mailbox may still send on this day, by its own cap alone.
  public int remaining(Mailbox mailbox) {
    return Math.max(0, mailbox.dailyCap() - used(mailbox.ordinal()));
  }

  /// The sheet with one more message counted.
  public DaySheet plusOne(int ordinal) {
    return plus(ordinal, 1);
  }

  /// The sheet with one message less.
  public DaySheet minusOne(int ordinal) {
    return plus(ordinal, -1);
  }

  /// The sheet with other places taken.
  public DaySheet dripping(Drip newDrip) {
    return new DaySheet(identity, day, revision, total, used, newDrip);
  }

  private DaySheet plus(int ordinal, int count) {
    var next = new HashMap<>(used);
    next.merge(ordinal, count, Integer::sum);
    return new DaySheet(identity, day, revision, total + count, next, drip);
  }
}
