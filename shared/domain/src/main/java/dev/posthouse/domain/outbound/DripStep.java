package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Drip;

/// A change of the places that cold messages have on a day. It is written only if the places are
/// still those it was decided on.
public record DripStep(Drip before, Drip after) {
  /// No change.
  public static final DripStep NONE = new DripStep(Drip.NONE, Drip.NONE);

  /// Whether anything changes.
  public boolean changes() {
    return !before.equals(after);
  }
}
