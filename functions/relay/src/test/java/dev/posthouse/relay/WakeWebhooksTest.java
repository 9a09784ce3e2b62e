package dev.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.Occurrence;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.webhook.PushMessage.Wake;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.WebhookBook;
import dev.posthouse.domain.webhook.WebhookId;
import dev.posthouse.lambda.Log;
import dev.posthouse.testing.FakePushQueue;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.FakeWebhooks;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WakeWebhooksTest {
  private final Ports ports = new FakeStore().ports();
  private final Roster roster = Fixtures.pool(ports, 150, 93);
  private final Roster other = Fixtures.pool(ports, 150, 93);
  private final FakeWebhooks webhooks = new FakeWebhooks();
  private final FakePushQueue queue = new FakePushQueue();
  private final ManualClock clock = new ManualClock();
  private final WakeWebhooks wakeWebhooks =
      new WakeWebhooks(
          new Owners(ports.identities()),
          webhooks,
          queue,
          clock,
          new Log(new PrintStream(OutputStream.nullOutputStream()), clock));
  private final List<Logged> batch = new ArrayList<>();

  @Test
  void aTenantWithoutWebhooksIsNotSpokenOf() {
    log(roster, 1, EventType.EMAIL_QUEUED);

    assertThat(wakeWebhooks.wake(batch)).isEqualTo(1);
    assertThat(queue.sent()).isEmpty();
  }

  @Test
  void aWebhookIsWokenOncePerBatchAndIdentityWithTheLastEventItWants() {
    Webhook all = webhook(roster, Set.of(), null);
    Webhook some = webhook(roster, Set.of(EventType.EMAIL_QUEUED), null);
    webhook(roster, Set.of(), Webhook.Pause.ASKED);
    Webhook foreign = webhook(other, Set.of(), null);
    log(roster, 1, EventType.EMAIL_QUEUED);
    log(other, 7, EventType.EMAIL_QUEUED);
    log(roster, 2, EventType.EMAIL_SENT);

    assertThat(wakeWebhooks.wake(batch)).isEqualTo(3);

    assertThat(queue.sent())
        .containsExactlyInAnyOrder(
            new Wake(roster.tenant(), all.id(), roster.identity(), 2),
            new Wake(roster.tenant(), some.id(), roster.identity(), 1),
            new Wake(other.tenant(), foreign.id(), other.identity(), 7));
  }

  @Test
  void whatTheQueueDidNotTakeComesAgainFromTheFirstChangeOfThatIdentity() {
    webhook(roster, Set.of(), null);
    webhook(other, Set.of(), null);
    queue.refuse(
        message -> message instanceof Wake wake && wake.identity().equals(other.identity()));
    log(roster, 1, EventType.EMAIL_QUEUED);
    log(other, 7, EventType.EMAIL_QUEUED);
    log(roster, 2, EventType.EMAIL_SENT);

    assertThat(wakeWebhooks.wake(batch)).isEqualTo(1);
  }

  @Test
  void whoHasWebhooksIsRememberedForSeconds() {
    log(roster, 1, EventType.EMAIL_QUEUED);
    wakeWebhooks.wake(batch);
    webhook(roster, Set.of(), null);

    wakeWebhooks.wake(batch);
    assertThat(queue.sent()).isEmpty();

    clock.advance(WakeWebhooks.REMEMBERED);
    wakeWebhooks.wake(batch);
    assertThat(queue.sent()).hasSize(1);
  }

  private void log(Roster whose, long seq, EventType type) {
    IdentityId identity = whose.identity();
    var occurrence =
        new Occurrence(EventId.of("thing", seq, type), type, Instant.EPOCH, null, Map.of());
    var entry = new Entry(identity, Instant.EPOCH, List.of(occurrence));
    batch.add(
        new Logged(
            Changes.accepted(Long.toString(seq), "job_0000000000000001"),
            Optional.of(entry.identity()),
            List.of(new Event(seq, Instant.EPOCH, occurrence))));
  }

  private Webhook webhook(Roster whose, Set<EventType> types, Webhook.@Nullable Pause pause) {
    WebhookBook book = webhooks.find(whose.tenant());
    var made =
        new Webhook(
            new WebhookId("whk_%016x".formatted(book.webhooks().size() + whose.hashCode() * 31L)),
            URI.create("https://example.com/"),
            "",
            types,
            Map.of(),
            Instant.EPOCH,
            pause,
            1,
            null,
            "f",
            Instant.EPOCH);
    assertThat(webhooks.replace(book, book.with(made))).isTrue();
    return made;
  }
}
