package dev.posthouse.domain.purse;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.Ulids;
import java.time.Instant;

/// Names a ledger entry. Ids of later entries sort later, to the millisecond.
public record LedgerEntryId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "led_";

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public LedgerEntryId {
    Id.checked(PREFIX, value);
  }

  /// The id of the entry that says that of that moment: it follows from both, so that the same
  /// thing is not entered twice.
  static LedgerEntryId of(Instant at, String what) {
    return new LedgerEntryId(PREFIX + Ulids.named(at, what));
  }

  @Override
  public String toString() {
    return value;
  }
}
