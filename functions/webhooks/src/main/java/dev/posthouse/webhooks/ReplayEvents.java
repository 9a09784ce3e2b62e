package dev.posthouse.webhooks;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.Delivery.Outcome;
import dev.posthouse.domain.webhook.DeliveryId;
import dev.posthouse.domain.webhook.PushLanes;
import dev.posthouse.domain.webhook.PushLanes.Lane;
import dev.posthouse.domain.webhook.PushMessage.Replay;
import dev.posthouse.domain.webhook.PushQueue;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.Webhooks;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Sends events again because their tenant asked for it, in their order, beside what is new.
final class ReplayEvents {
  /// How often an event is tried again before it is a dead letter: for about a day.
  static final int ATTEMPTS_MAX = 10;

  private static final Duration FIRST_WAIT = Duration.ofMinutes(2);
  private static final int PAGE = 50;

  private final Webhooks webhooks;
  private final PushLanes lanes;
  private final Deliveries deliveries;
  private final EventLog events;
  private final PushQueue queue;
  private final Courier courier;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Metrics metrics;
  private final Owners owners;
  private final Log log;

  ReplayEvents(PushWiring wiring) {
    this.webhooks = wiring.webhooks();
    this.lanes = wiring.lanes();
    this.deliveries = wiring.deliveries();
    this.events = wiring.events();
    this.queue = wiring.queue();
    this.courier = wiring.courier();
    this.clock = wiring.clock();
    this.random = wiring.random();
    this.metrics = wiring.metrics();
    this.owners = wiring.owners();
    this.log = wiring.log();
  }

  /// Sends what is asked for, as far as one run gets.
  ///
  /// @param receives how often the message has come
  /// @return after which time the message has to come again; empty if it is done with
  Optional<Duration> replay(Replay replay, int receives) {
    Instant now = clock.instant();
    Optional<Webhook> webhook =
        webhooks.find(replay.tenant()).find(replay.webhook()).filter(each -> each.pause() == null);
    if (webhook.isEmpty()) {
      return Optional.empty();
    }
    Instant until = now.plus(PushEvents.LEASE);
    return switch (lanes.enter(replay.webhook(), now, until)) {
      case Lane.Open _ -> run(webhook.get(), replay, receives);
      case Lane.Full(Instant freeAt) -> Optional.of(Duration.between(now, freeAt));
      case Lane.Place place -> {
        try {
          yield run(webhook.get(), replay, receives);
        } finally {
          lanes.leave(replay.webhook(), place);
        }
      }
    };
  }

  private Optional<Duration> run(Webhook webhook, Replay replay, int receives) {
    Instant end = clock.instant().plus(PushEvents.RUN_MAX);
    var attempts =
        new Attempts(webhook, replay.identity(), DeliveryId.first(clock.instant(), random));
    // One event was named itself, whatever its type.
    boolean all = replay.fromSeq() == replay.toSeq();
    long done = replay.fromSeq() - 1;
    try {
      while (done < replay.toSeq()) {
        List<Event> page = events.read(replay.identity(), done, PAGE).events();
        if (page.isEmpty()) {
          return Optional.empty();
        }
        for (Event event : page) {
          if (event.seq() > replay.toSeq()) {
            return Optional.empty();
          }
          if (all || webhook.wants(event.type())) {
            if (attempts.full() || clock.instant().isAfter(end)) {
              return goOn(replay, event.seq(), Duration.ofSeconds(1), receives);
            }
            // Attempts at one event count as long as the message begins with it.
            int number = event.seq() == replay.fromSeq() ? receives : 1;
            if (!taken(webhook, event, number, attempts)) {
              if (number < ATTEMPTS_MAX) {
                return goOn(replay, event.seq(), wait(number), receives);
              }
            }
          }
          done = event.seq();
        }
      }
      return Optional.empty();
    } finally {
      attempts.keep(deliveries, metrics);
      log.identity(owners.name(replay.identity()))
          .with("webhook", webhook.id().value())
          .with("fromSeq", replay.fromSeq())
          .with("toSeq", done)
          .info("pushed again");
    }
  }

  private boolean taken(Webhook webhook, Event event, int number, Attempts attempts) {
    Endpoint.Response response = courier.take(webhook, event, clock.instant());
    Outcome outcome =
        response.taken()
            ? Outcome.DELIVERED
            : number < ATTEMPTS_MAX ? Outcome.FAILED : Outcome.DEAD;
    attempts.add(event, outcome, number, response, clock.instant());
    if (!response.taken() || response.took().compareTo(PushEvents.SLOW) > 0) {
      lanes.trouble(webhook.id(), clock.instant().plus(PushEvents.TROUBLE));
    }
    return response.taken();
  }

  /// The same message again if it has come no further, or else one for what is left.
  private Optional<Duration> goOn(Replay replay, long from, Duration wait, int receives) {
    if (from == replay.fromSeq()) {
      return Optional.of(wait);
    }
    var rest =
        new Replay(replay.tenant(), replay.webhook(), replay.identity(), from, replay.toSeq());
    Duration delay = wait.compareTo(PushQueue.DELAY_MAX) < 0 ? wait : PushQueue.DELAY_MAX;
    return queue.send(List.of(rest), delay).isEmpty()
        ? Optional.empty()
        : Optional.of(wait(receives));
  }

  private static Duration wait(int number) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(number - 1, 7));
    return wait.compareTo(Duration.ofHours(4)) < 0 ? wait : Duration.ofHours(4);
  }
}
