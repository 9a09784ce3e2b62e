package dev.posthouse.domain.tenant;

import java.util.OptionalInt;

/// How much a key may do per UTC day, whatever its tenant may.
///
/// What a key does is counted on a pot, and keys minted with a budgeted key share that key's pot:
/// else one budget would be had any number of times. A key's own numbers bound the count of the
/// whole pot.
///
/// @param sendsPerDay most recipients written to
/// @param newRecipientsPerDay most recipients the tenant never wrote to before
/// @param pot the key on whose count it goes: this very key, or the budgeted one it descends from
public record KeyBudget(OptionalInt sendsPerDay, OptionalInt newRecipientsPerDay, KeyId pot) {
  /// The largest number a budget can have.
  public static final int COUNT_MAX = 1_000_000;

  /// @throws IllegalArgumentException if it limits nothing, or a number is out of range
  public KeyBudget {
    if (sendsPerDay.isEmpty() && newRecipientsPerDay.isEmpty()) {
      throw new IllegalArgumentException("a budget limits something");
    }
    if (outOfRange(sendsPerDay) || outOfRange(newRecipientsPerDay)) {
      throw new IllegalArgumentException("a budget's numbers go from 0 to " + COUNT_MAX);
    }
  }

  /// Whether this allows no more than the other.
  boolean within(KeyBudget other) {
    return pot.equals(other.pot)
        && within(sendsPerDay, other.sendsPerDay)
        && within(newRecipientsPerDay, other.newRecipientsPerDay);
  }

  private static boolean within(OptionalInt mine, OptionalInt other) {
    return other.isEmpty() || (mine.isPresent() && mine.getAsInt() <= other.getAsInt());
  }

  private static boolean outOfRange(OptionalInt count) {
    return count.isPresent() && (count.getAsInt() < 0 || count.getAsInt() > COUNT_MAX);
  }
}
