package dev.posthouse.webhooks;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.Delivery;
import dev.posthouse.domain.webhook.DeliveryId;
import dev.posthouse.domain.webhook.PushCursor;
import dev.posthouse.domain.webhook.PushCursors;
import dev.posthouse.domain.webhook.PushLanes;
import dev.posthouse.domain.webhook.PushLanes.Lane;
import dev.posthouse.domain.webhook.PushMessage.Wake;
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

/// Brings one webhook up to date with one identity's log.
///
/// What is to be sent is always read from the log behind the cursor, so a message of the queue is
/// no more than a hint: a second one changes nothing, and one that waits for an endpoint to recover
/// stands for all that come meanwhile.
final class PushEvents {
  /// Longer than a run can take.
  static final Duration LEASE = Duration.ofSeconds(50);

  /// After which a run begins no further attempt.
  static final Duration RUN_MAX = Duration.ofSeconds(20);

  /// What takes longer is slow, and minds its places for a while.
  static final Duration SLOW = Duration.ofSeconds(3);

  static final Duration TROUBLE = Duration.ofMinutes(10);
  private static final Duration FIRST_HOP = Duration.ofSeconds(2);
  private static final int HOPS_MAX = 15;
  private static final int PAGE = 50;

  private final Webhooks webhooks;
  private final PushCursors cursors;
  private final PushLanes lanes;
  private final Deliveries deliveries;
  private final EventLog events;
  private final PushQueue queue;
  private final Courier courier;
  private final ChangeWebhook changeWebhook;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Metrics metrics;
  private final Owners owners;
  private final Log log;

  PushEvents(PushWiring wiring) {
    this.webhooks = wiring.webhooks();
    this.cursors = wiring.cursors();
    this.lanes = wiring.lanes();
    this.deliveries = wiring.deliveries();
    this.events = wiring.events();
    this.queue = wiring.queue();
    this.courier = wiring.courier();
    this.changeWebhook = new ChangeWebhook(wiring.webhooks());
    this.clock = wiring.clock();
    this.random = wiring.random();
    this.metrics = wiring.metrics();
    this.owners = wiring.owners();
    this.log = wiring.log();
  }

  /// Sends what there is to send.
  ///
  /// @param carrier names the message, the same each time it comes
  /// @param receives how often it has come
  /// @return after which time the message has to come again; empty if it is done with
  Optional<Duration> push(Wake wake, String carrier, int receives) {
    Instant now = clock.instant();
    Optional<Webhook> webhook =
        webhooks.find(wake.tenant()).find(wake.webhook()).filter(each -> each.pause() == null);
    Optional<Instant> since = webhook.flatMap(each -> each.since(wake.identity()));
    if (since.isEmpty()) {
      return Optional.empty();
    }
    PushCursor cursor = cursor(wake, since.get());
    // One that was just told to go on does not wait for the next attempt.
    if (cursor.rests(now) && wake.seq() > 0) {
      // Another message will see to it; this one is the other's if it came too early.
      return carrier.equals(cursor.carrier())
          ? Optional.of(Duration.between(now, cursor.restsUntil()))
          : Optional.empty();
    }
    if (cursor.leased(now)) {
      return hop(receives);
    }
    if (cursor.seq() >= wake.seq() && !events.grewBeyond(wake.identity(), cursor.seq())) {
      return Optional.empty();
    }
    PushCursor claimed = cursor.claimed(now.plus(LEASE));
    if (!cursors.replace(cursor, claimed)) {
      return hop(receives);
    }
    var run = new Run(webhook.get(), wake, claimed, carrier);
    return switch (lanes.enter(wake.webhook(), now, now.plus(LEASE))) {
      case Lane.Open _ -> run.run();
      case Lane.Full(Instant freeAt) -> run.rest(freeAt);
      case Lane.Place place -> {
        try {
          yield run.run();
        } finally {
          lanes.leave(wake.webhook(), place);
        }
      }
    };
  }

  private PushCursor cursor(Wake wake, Instant since) {
    Optional<PushCursor> stored = cursors.find(wake.webhook(), wake.identity());
    return stored
        .filter(each -> each.since().equals(since))
        .orElseGet(() ->
            PushCursor.begin(
                wake.webhook(),
                wake.identity(),
                since,
                new LogPosition(events).before(wake.identity(), since),
                stored.map(PushCursor::version).orElse(0L)));
  }

  /// Somebody is at work on it and may have read the log already: look again soon.
  private static Optional<Duration> hop(int receives) {
    return Optional.of(FIRST_HOP.multipliedBy(Math.clamp(receives, 1, HOPS_MAX)));
  }

  /// One run at one endpoint.
  private final class Run {
    private final Webhook webhook;
    private final Wake wake;
    private final PushCursor claimed;
    private final String carrier;
    private final Attempts attempts;
    private PushCursor reached;
    private boolean heard;

    Run(Webhook webhook, Wake wake, PushCursor claimed, String carrier) {
      this.webhook = webhook;
      this.wake = wake;
      this.claimed = claimed;
      this.carrier = carrier;
      this.attempts =
          new Attempts(webhook, wake.identity(), DeliveryId.first(clock.instant(), random));
      this.reached = claimed;
    }

    Optional<Duration> run() {
      Instant end = clock.instant().plus(RUN_MAX);
      for (List<Event> page = page(); !page.isEmpty(); page = page()) {
        for (Event event : page) {
          if (webhook.wants(event.type())) {
            if (attempts.full() || clock.instant().isAfter(end)) {
              return goOn();
            }
            Optional<Optional<Duration>> stop = attempt(event);
            if (stop.isPresent()) {
              return stop.get();
            }
          }
          reached = reached.past(event.seq());
        }
      }
      // An eventually consistent read may not have seen yet what the message knows of.
      return reached.seq() < wake.seq() ? goOn() : finish();
    }

    private List<Event> page() {
      return events.read(wake.identity(), reached.seq(), PAGE).events();
    }

    /// What to do if it is not taken; empty to go on.
    private Optional<Optional<Duration>> attempt(Event event) {
      Endpoint.Response response = courier.take(webhook, event, clock.instant());
      int number = reached.failures() + 1;
      if (response.taken()) {
        attempts.add(event, Delivery.Outcome.DELIVERED, number, response, clock.instant());
        reached = reached.succeeded();
        heard = true;
        return Optional.empty();
      }
      if (response.gone()) {
        attempts.add(event, Delivery.Outcome.FAILED, number, response, clock.instant());
        changeWebhook.gone(wake.tenant(), webhook.id());
        return Optional.of(finish());
      }
      return Optional.of(failed(event, number, response));
    }

    private Optional<Duration> failed(Event event, int number, Endpoint.Response response) {
      Instant now = clock.instant();
      boolean dead = reached.givesUp(event.loggedAt(), now);
      attempts.add(
          event, dead ? Delivery.Outcome.DEAD : Delivery.Outcome.FAILED, number, response, now);
      if (dead) {
        reached = reached.past(event.seq());
        giveUpWhatWaitedAsLong(now);
      }
      lanes.trouble(webhook.id(), now.plus(TROUBLE));
      PushCursor later = reached.failed(now, response.retryAfter(), random.nextDouble(), carrier);
      return keep(later, Duration.between(now, later.restsUntil()));
    }

    private void giveUpWhatWaitedAsLong(Instant now) {
      for (List<Event> page = page(); !page.isEmpty(); page = page()) {
        for (Event event : page) {
          if (!reached.givesUp(event.loggedAt(), now) || attempts.full()) {
            return;
          }
          if (webhook.wants(event.type())) {
            attempts.giveUp(event, now);
          }
          reached = reached.past(event.seq());
        }
      }
    }

    /// Waits for a place at the endpoint.
    Optional<Duration> rest(Instant until) {
      return keep(claimed.resting(until, carrier), Duration.between(clock.instant(), until));
    }

    /// There is more: another message goes on with it, so that this one does not seem to fail.
    private Optional<Duration> goOn() {
      noteSlowness();
      boolean told = queue.send(List.of(wake), Duration.ofSeconds(1)).isEmpty();
      keep(reached.released(reached.seq(), heard), Duration.ZERO);
      return told ? Optional.empty() : Optional.of(FIRST_HOP);
    }

    private Optional<Duration> finish() {
      noteSlowness();
      keep(reached.released(reached.seq(), heard), Duration.ZERO);
      return Optional.empty();
    }

    private void noteSlowness() {
      if (attempts.slowest().compareTo(SLOW) > 0) {
        lanes.trouble(webhook.id(), clock.instant().plus(TROUBLE));
      }
    }

    private Optional<Duration> keep(PushCursor after, Duration again) {
      attempts.keep(deliveries, metrics);
      tell(after);
      // If somebody else has it by now, this run took longer than its lease: theirs counts.
      cursors.replace(claimed, after);
      return Optional.of(again);
    }

    private void tell(PushCursor after) {
      log.identity(owners.name(wake.identity()))
          .with("webhook", webhook.id().value())
          .with("fromSeq", claimed.seq())
          .with("toSeq", after.seq())
          .with("failures", after.failures())
          .info("pushed");
    }
  }
}
