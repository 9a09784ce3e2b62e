package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.Delivery;
import dev.posthouse.domain.webhook.DeliveryId;
import dev.posthouse.domain.webhook.PushCursor;
import dev.posthouse.domain.webhook.PushCursors;
import dev.posthouse.domain.webhook.PushLanes;
import dev.posthouse.domain.webhook.PushLanes.Lane;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.WebhookBook;
import dev.posthouse.domain.webhook.WebhookId;
import dev.posthouse.domain.webhook.Webhooks;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store of webhooks, of how far they have come, and of what was tried promises.
public interface WebhookPortsContract {
  /// The webhooks.
  Webhooks webhooks();

  /// How far they have come.
  PushCursors cursors();

  /// Who is at work.
  PushLanes lanes();

  /// What was tried.
  Deliveries deliveries();

  @Test
  default void aBookIsReadAsItWasWritten() {
    WebhookBook none = webhooks().find(new TenantId("tnt_" + hex()));
    assertThat(none.revision()).isZero();
    assertThat(none.webhooks()).isEmpty();
    Webhook plain = webhook();
    Webhook rich =
        webhook()
            .at(URI.create("https://example.com/other?x=%20"), "Für alle")
            .filtered(
                Set.of(EventType.EMAIL_BOUNCED, EventType.EMAIL_NO_REPLY),
                List.of(new IdentityId("idn_" + hex())),
                NOW.plusSeconds(5))
            .rotated(NOW.plusSeconds(9))
            .paused(Webhook.Pause.GONE);

    WebhookBook first = none.with(plain);
    WebhookBook second = first.with(rich);

    assertThat(webhooks().replace(none, first)).isTrue();
    assertThat(webhooks().replace(first, second)).isTrue();
    assertThat(webhooks().find(none.tenant())).isEqualTo(second);
    assertThat(webhooks().replace(second, second.without(plain.id()))).isTrue();
    WebhookBook third = webhooks().find(none.tenant());
    assertThat(third.webhooks()).containsExactly(rich);
    assertThat(webhooks().replace(third, third.without(rich.id()))).isTrue();
    assertThat(webhooks().find(none.tenant())).isEqualTo(third.without(rich.id()));
  }

  @Test
  @Racing
  default void ofManyChangesToABookAtOnceOneHolds() {
    WebhookBook none = webhooks().find(new TenantId("tnt_" + hex()));

    List<Boolean> results = Race.run(8, _ -> () -> webhooks().replace(none, none.with(webhook())));

    assertThat(results).filteredOn(result -> result).hasSize(1);
    assertThat(webhooks().find(none.tenant()).webhooks()).hasSize(1);
  }

  @Test
  default void aCursorIsReadAsItWasWrittenAndLosesNothingOnTheWay() {
    PushCursor begun = cursor();
    assertThat(cursors().find(begun.webhook(), begun.identity())).isEmpty();
    PushCursor claimed = begun.claimed(NOW.plusSeconds(50));
    PushCursor failed = claimed.past(7).failed(NOW, Duration.ZERO, 0.5, "message-1");
    PushCursor released = failed.claimed(NOW.plusSeconds(99)).released(9, true);

    assertReplaced(begun, claimed);
    assertReplaced(claimed, failed);
    assertReplaced(failed, failed.claimed(NOW.plusSeconds(99)));
    assertReplaced(failed.claimed(NOW.plusSeconds(99)), released);
  }

  private void assertReplaced(PushCursor before, PushCursor after) {
    assertThat(cursors().replace(before, after)).isTrue();
    assertThat(cursors().find(after.webhook(), after.identity())).contains(after);
  }

  @Test
  @Racing
  default void ofManyWhoClaimACursorOneHasIt() {
    PushCursor begun = cursor();

    List<Boolean> results =
        Race.run(
            8, number -> () -> cursors().replace(begun, begun.claimed(NOW.plusSeconds(number))));

    assertThat(results).filteredOn(result -> result).hasSize(1);
  }

  @Test
  default void nobodyCountsPlacesAtAnEndpointThatIsWell() {
    WebhookId webhook = new WebhookId("whk_" + hex());

    for (int i = 0; i < 2 * PushLanes.PLACES; i++) {
      assertThat(lanes().enter(webhook, NOW, NOW.plusSeconds(50))).isEqualTo(new Lane.Open());
    }

    lanes().trouble(webhook, NOW.plusSeconds(600));
    assertThat(lanes().enter(webhook, NOW, NOW.plusSeconds(50))).isInstanceOf(Lane.Place.class);
    assertThat(lanes().enter(webhook, NOW.plusSeconds(601), NOW.plusSeconds(650)))
        .isEqualTo(new Lane.Open());
  }

  @Test
  default void anEndpointInTroubleHasFewPlacesAndTheyComeBack() {
    WebhookId webhook = new WebhookId("whk_" + hex());
    lanes().trouble(webhook, NOW.plusSeconds(600));
    var places = new ArrayList<Lane.Place>();
    for (int i = 0; i < PushLanes.PLACES; i++) {
      places.add((Lane.Place) lanes().enter(webhook, NOW, NOW.plusSeconds(50 + i)));
    }
    assertThat(places).extracting(Lane.Place::number).doesNotHaveDuplicates();

    assertThat(lanes().enter(webhook, NOW.plusSeconds(1), NOW.plusSeconds(60)))
        .isEqualTo(new Lane.Full(NOW.plusSeconds(50)));

    lanes().leave(webhook, places.get(2));
    assertThat(lanes().enter(webhook, NOW.plusSeconds(1), NOW.plusSeconds(60)))
        .isEqualTo(new Lane.Place(places.get(2).number(), NOW.plusSeconds(60)));
    // A place whose time is over is free; leaving it late takes nobody's.
    assertThat(lanes().enter(webhook, NOW.plusSeconds(50), NOW.plusSeconds(90)))
        .isEqualTo(new Lane.Place(places.getFirst().number(), NOW.plusSeconds(90)));
    lanes().leave(webhook, places.getFirst());
    assertThat(lanes().enter(webhook, NOW.plusSeconds(50), NOW.plusSeconds(90)))
        .isEqualTo(new Lane.Full(NOW.plusSeconds(51)));
  }

  @Test
  default void attemptsAreListedTheLastOneFirst() {
    WebhookId webhook = new WebhookId("whk_" + hex());
    var random = new Random(7);
    var all = new ArrayList<Delivery>();
    for (int run = 0; run < 3; run++) {
      DeliveryId first = DeliveryId.first(NOW.plusSeconds(run), random);
      var made = new ArrayList<Delivery>();
      for (int number = 0; number < 3; number++) {
        made.add(delivery(first.numbered(number), 3 * run + number + 1));
      }
      deliveries().add(webhook, made);
      all.addAll(made);
    }

    assertThat(deliveries().list(webhook, Optional.empty(), 50)).isEqualTo(all.reversed());
    var pages = new ArrayList<Delivery>();
    Optional<DeliveryId> before = Optional.empty();
    for (int page = 0; page < 5; page++) {
      pages.addAll(deliveries().list(webhook, before, 2));
      before = Optional.of(pages.getLast().id());
    }
    assertThat(pages).isEqualTo(all.reversed());
    assertThat(deliveries().find(webhook, all.get(4).id())).contains(all.get(4));
    assertThat(deliveries().find(webhook, all.get(4).id().numbered(99))).isEmpty();
    assertThat(deliveries().find(new WebhookId("whk_" + hex()), all.get(4).id())).isEmpty();
  }

  private static Delivery delivery(DeliveryId id, long seq) {
    boolean odd = seq % 2 == 1;
    return new Delivery(
        id,
        new IdentityId("idn_0123456789abcdef"),
        seq,
        new EventId("evt_" + hex()),
        "email.sent",
        odd ? Delivery.Outcome.DELIVERED : Delivery.Outcome.DEAD,
        (int) seq,
        odd ? 204 : 0,
        odd ? "" : "no TLS connection",
        Duration.ofMillis(12),
        NOW);
  }

  private static PushCursor cursor() {
    return PushCursor.begin(
        new WebhookId("whk_" + hex()), new IdentityId("idn_" + hex()), NOW, 3, 0);
  }

  private static Webhook webhook() {
    return new Webhook(
        new WebhookId("whk_" + hex()),
        URI.create("https://example.com/hook"),
        "",
        Set.of(),
        Map.of(),
        NOW,
        null,
        1,
        null,
        "f",
        Instant.ofEpochMilli(NOW.toEpochMilli()));
  }

  private static String hex() {
    return UUID.randomUUID().toString().replace("-", "");
  }
}
