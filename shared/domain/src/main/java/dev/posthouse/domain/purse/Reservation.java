package dev.posthouse.domain.purse;

/// Credits to be reserved in a purse for messages that are about to be taken: how it was when that
/// was decided, and how it is to be.
///
/// @param credits one for each recipient
public record Reservation(Purse before, Credits credits, Purse after) {
  /// Whether the purse must not have been written from by another since: its plan has limits, and
  /// the moments they look at were decided on.
  public boolean limited() {
    return !after.recent().times().isEmpty();
  }
}
