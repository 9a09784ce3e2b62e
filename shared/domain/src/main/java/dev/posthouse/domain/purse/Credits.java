package dev.posthouse.domain.purse;

/// A non-negative number of prepaid credits. One credit sends one message to one recipient outside
/// the platform.
///
/// Arithmetic never wraps: an overflow throws [ArithmeticException], because a wrong balance is
/// worse than a failed request.
///
/// @param count whole credits, zero or more
public record Credits(long count) implements Comparable<Credits> {
  /// None.
  public static final Credits ZERO = new Credits(0);

  /// @throws IllegalArgumentException if the count is below zero
  public Credits {
    if (count < 0) {
      throw new IllegalArgumentException("credits below zero: " + count);
    }
  }

  public Credits plus(Credits other) {
    return new Credits(Math.addExact(count, other.count));
  }

  /// What is left of these.
  ///
  /// @throws IllegalArgumentException if that is more than these
  public Credits minus(Credits other) {
    return new Credits(Math.subtractExact(count, other.count));
  }

  /// Whether these are enough for those.
  public boolean cover(Credits others) {
    return count >= others.count;
  }

  @Override
  public int compareTo(Credits other) {
    return Long.compare(count, other.count);
  }

  @Override
  public String toString() {
    return Long.toString(count);
  }
}
