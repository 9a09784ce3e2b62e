package dev.posthouse.relay;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.domain.webhook.PushMessage.Wake;
import dev.posthouse.domain.webhook.PushQueue;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.WebhookBook;
import dev.posthouse.domain.webhook.Webhooks;
import dev.posthouse.lambda.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the webhooks that want a batch's events that there is something in the log. Each webhook
/// then reads the log itself, so it is told once per batch and identity.
///
/// Who has webhooks is remembered for some seconds: a tenant without any costs a read of one unit
/// in that time, and nothing per event. A webhook made meanwhile looks into the logs by itself.
final class WakeWebhooks {
  /// Shorter than a new webhook waits before it looks.
  static final Duration REMEMBERED = Duration.ofSeconds(5);

  private static final int REMEMBERED_MAX = 10_000;

  private record Remembered(WebhookBook book, Instant until) {}

  private final Owners owners;
  private final Webhooks webhooks;
  private final PushQueue queue;
  private final InstantSource clock;
  private final Log log;
  private final Map<TenantId, Remembered> books = new ConcurrentHashMap<>();

  WakeWebhooks(Owners owners, Webhooks webhooks, PushQueue queue, InstantSource clock, Log log) {
    this.owners = owners;
    this.webhooks = webhooks;
    this.queue = queue;
    this.clock = clock;
    this.log = log;
  }

  /// Wakes whoever wants something of the changes.
  ///
  /// @return how many of the changes, from the first on, need not come again for it
  int wake(List<Logged> logged) {
    if (logged.stream().allMatch(each -> each.events().isEmpty())) {
      return logged.size();
    }
    List<Wake> wakes = wakes(logged);
    if (wakes.isEmpty()) {
      return logged.size();
    }
    Set<PushMessage> left = new HashSet<>(queue.send(wakes, Duration.ZERO));
    if (left.isEmpty()) {
      return logged.size();
    }
    Set<IdentityId> untold = new HashSet<>();
    wakes.stream().filter(left::contains).forEach(wake -> untold.add(wake.identity()));
    untold.forEach(
        identity -> log.identity(owners.name(identity)).warn("webhooks could not be woken"));
    int done = 0;
    while (!logged.get(done).identity().map(untold::contains).orElse(false)) {
      done++;
    }
    return done;
  }

  /// For each webhook and identity, the last event that it wants.
  private List<Wake> wakes(List<Logged> logged) {
    record Whom(Webhook webhook, IdentityId identity) {}
    Map<Whom, Wake> wakes = new LinkedHashMap<>();
    for (Logged each : logged) {
      for (Event event : each.events()) {
        IdentityId identity = each.identity().orElseThrow();
        Optional<TenantId> tenant = owners.find(identity).map(Owners.Owner::tenant);
        if (tenant.isEmpty()) {
          continue;
        }
        for (Webhook webhook : book(tenant.get()).webhooks()) {
          if (webhook.pause() == null
              && webhook.wants(event.type())
              && webhook.since(identity).isPresent()) {
            var wake = new Wake(tenant.get(), webhook.id(), identity, event.seq());
            wakes.merge(new Whom(webhook, identity), wake, (a, b) -> a.seq() < b.seq() ? b : a);
          }
        }
      }
    }
    return new ArrayList<>(wakes.values());
  }

  private WebhookBook book(TenantId tenant) {
    Instant now = clock.instant();
    Remembered known = books.get(tenant);
    if (known != null && now.isBefore(known.until())) {
      return known.book();
    }
    if (books.size() >= REMEMBERED_MAX) {
      books.clear();
    }
    WebhookBook book = webhooks.find(tenant);
    books.put(tenant, new Remembered(book, now.plus(REMEMBERED)));
    return book;
  }
}
