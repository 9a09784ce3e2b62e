package dev.posthouse.testing;

import dev.posthouse.domain.webhook.PushLanes;
import dev.posthouse.domain.webhook.WebhookId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// The [PushLanes] in memory.
public final class FakePushLanes implements PushLanes {
  private final Map<WebhookId, Instant> troubles = new HashMap<>();
  private final Map<WebhookId, Instant[]> places = new HashMap<>();

  @Override
  public synchronized Lane enter(WebhookId webhook, Instant now, Instant until) {
    if (troubles.getOrDefault(webhook, Instant.EPOCH).isBefore(now)) {
      return new Lane.Open();
    }
    Instant[] ends = places.computeIfAbsent(webhook, _ -> new Instant[PLACES]);
    Instant first = until;
    for (int number = 0; number < PLACES; number++) {
      if (ends[number] == null || !ends[number].isAfter(now)) {
        ends[number] = until;
        return new Lane.Place(number, until);
      }
      first = ends[number].isBefore(first) ? ends[number] : first;
    }
    return new Lane.Full(first);
  }

  @Override
  public synchronized void leave(WebhookId webhook, Lane.Place place) {
    Instant[] ends = places.get(webhook);
    if (ends != null && place.until().equals(ends[place.number()])) {
      ends[place.number()] = Instant.EPOCH;
    }
  }

  @Override
  public synchronized void trouble(WebhookId webhook, Instant until) {
    troubles.put(webhook, until);
  }
}
