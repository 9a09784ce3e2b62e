package dev.posthouse.domain.event;

import dev.posthouse.domain.tenant.KeyId;
import java.time.Instant;

/// The places in which requests of one key may wait for events at the same time.
public interface PollSlots {
  /// Places of one key.
  int PER_KEY = 2;

  /// Takes a place, if one is free. It is free again at `until` at the latest.
  Answer take(KeyId key, Instant now, Instant until);

  /// Gives a place back; does nothing if its time is over.
  void free(Answer.Taken place);

  /// What became of a wish for a place.
  sealed interface Answer {
    /// The place is the caller's.
    ///
    /// @param number from 0
    record Taken(KeyId key, int number, Instant until) implements Answer {}

    /// All places are taken.
    ///
    /// @param freeAt when the first of them is free again at the latest
    record Full(Instant freeAt) implements Answer {}
  }
}
