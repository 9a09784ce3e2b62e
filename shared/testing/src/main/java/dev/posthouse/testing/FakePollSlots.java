package dev.posthouse.testing;

import dev.posthouse.domain.event.PollSlots;
import dev.posthouse.domain.tenant.KeyId;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The [PollSlots] in memory.
public final class FakePollSlots implements PollSlots {
  private final Map<KeyId, Instant[]> ends = new HashMap<>();

  @Override
  public synchronized Answer take(KeyId key, Instant now, Instant until) {
    Instant[] places = ends.computeIfAbsent(key, _ -> allFree());
    for (int number = 0; number < PER_KEY; number++) {
      if (!places[number].isAfter(now)) {
        places[number] = until;
        return new Answer.Taken(key, number, until);
      }
    }
    return new Answer.Full(Arrays.stream(places).min(Instant::compareTo).orElseThrow());
  }

  @Override
  public synchronized void free(Answer.Taken place) {
    Instant[] places = ends.computeIfAbsent(place.key(), _ -> allFree());
    if (places[place.number()].equals(place.until())) {
      places[place.number()] = Instant.EPOCH;
    }
  }

  private static Instant[] allFree() {
    var places = new Instant[PER_KEY];
    Arrays.fill(places, Instant.EPOCH);
    return places;
  }
}
