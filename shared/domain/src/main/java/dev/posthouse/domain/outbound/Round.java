package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Reservation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One attempt's decisions: who is admitted, and whether somebody is refused.
final class Round {
  final Roster roster;
  final DayBook book;
  private final List<Admission.Admitted> admitted = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final Set<MessageId> kept = new HashSet<>();
  private boolean refused;
  private @Nullable Refusal common;
  @Nullable KeyStanding key;
  @Nullable Means means;

  Round(Roster roster, DayBook book) {
    this.roster = roster;
    this.book = book;
  }

  /// Whether there is nothing to commit.
  boolean empty() {
    return admitted.isEmpty();
  }

  /// Whether somebody is refused, for which the reading must have been of now.
  boolean refused() {
    return refused;
  }

  /// Those admitted.
  List<Slot> slots() {
    return slots;
  }

  Admission admission() {
    return new Admission(
        roster,
        admitted,
        key == null ? null : key.limits().budget().orElse(null),
        reservation(),
        book.drips());
  }

  private @Nullable Reservation reservation() {
    long paid = admitted.stream().filter(message -> message.job().charge().open()).count();
    return means == null || paid == 0
        ? null
        : means.purse().reserve(Math.toIntExact(paid), means.quota(), means.now());
  }

  /// Whether the content of that message is still to be kept; from now on it is not.
  boolean keeps(MessageId message) {
    return kept.add(message);
  }

  void admit(Slot slot, Admission.Admitted message) {
    slot.accept(message.job(), false);
    admitted.add(message);
    slots.add(slot);
  }

  void refuse(Slot slot, Refusal refusal) {
    slot.refuse(refusal);
    refused = true;
    if (refusal.ofTheSender()) {
      common = refusal;
    }
  }

  /// What one recipient outside is refused for want of room or permission, all of them are: a
  /// message goes out to all of them or to none. Those inside get it anyway.
  void holdTogether() {
    Refusal reason = common;
    if (reason == null) {
      return;
    }
    for (int i = slots.size() - 1; i >= 0; i--) {
      if (admitted.get(i).job().envelope().route() == Route.EXTERNAL) {
        admitted.remove(i);
        slots.remove(i).refuse(reason);
      }
    }
  }
}
