package dev.posthouse.deliver;

import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.Guards;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.ProviderGroup;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.lambda.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Takes a job one step further, whatever state it is found in: sends it, settles it, or leaves it
/// to whoever holds its lease.
///
/// It may be called for the same job any number of times, by the stream and by the sweep at once:
/// every step is written only if the job is still the one it was taken from.
final class DeliverJob {
  /// Longer than the function may run, so that a lease outlives whoever took it.
  static final Duration LEASE = Duration.ofSeconds(90);

  /// The call to SES may take 10 s; no call begins that could outlast its lease.
  private static final Duration LEASE_MARGIN = Duration.ofSeconds(12);

  /// No call to SES begins later than this after the suppression and the tenant were read.
  private static final Duration BAR_AGE_MAX = Duration.ofSeconds(2);

  private static final int STALE_MAX = 4;
  private static final int BUSY_MAX = 20;

  /// Most attempts of a message to be delivered at least once: each may have reached its recipient.
  private static final int UNKNOWN_MAX = 5;

  private static final Duration BUSY_BASE = Duration.ofSeconds(5);
  private static final Duration BUSY_WAIT_MAX = Duration.ofMinutes(10);

  /// How long after its promised moment a message waits for an account that takes no more.
  private static final Duration FULL_MAX = Duration.ofDays(7);

  /// How long after its promised moment a message waits for a provider that puts such mail off.
  private static final Duration SLOW_MAX = Duration.ofDays(1);

  /// Over how long waiting messages are spread once the provider is tried again.
  private static final Duration SLOW_SPREAD = Duration.ofMinutes(30);

  private static final long SPREAD_PRIME = 1_000_003;

  private final Jobs jobs;
  private final RosterCache rosters;
  private final Tenants tenants;
  private final Recipients recipients;
  private final Contents contents;
  private final Mailer mailer;
  private final DeliverInside inside;
  private final Relocate relocate;
  private final InstantSource clock;
  private final Log log;

  DeliverJob(
      Jobs jobs,
      RosterCache rosters,
      Tenants tenants,
      Recipients recipients,
      Contents contents,
      Mailer mailer,
      DeliverInside inside,
      Relocate relocate,
      InstantSource clock,
      Log log) {
    this.jobs = jobs;
    this.rosters = rosters;
    this.tenants = tenants;
    this.recipients = recipients;
    this.contents = contents;
    this.mailer = mailer;
    this.inside = inside;
    this.relocate = relocate;
    this.clock = clock;
    this.log = log;
  }

  /// Takes the job further from the state it was seen in.
  void advance(OutboundJob seen) {
    Optional<OutboundJob> job = Optional.of(seen);
    for (int i = 0; i < STALE_MAX && job.isPresent(); i++) {
      job = step(job.get());
    }
  }

  /// One step. Gives the job again if it turned out to be another by now, empty if that is all.
  private Optional<OutboundJob> step(OutboundJob job) {
    Instant now = clock.instant();
    if (job.dispatchable(now)) {
      return dispatch(job, now);
    }
    if (job.leaseExpired(now)) {
      Optional<Roster> owner = inside.owner(job.envelope().recipient());
      if (owner.isPresent()) {
        // Inside, a second attempt is harmless.
        send(job, roster(job), owner);
        return Optional.empty();
      }
      JobError error =
          new JobError("lease_expired", "The attempt ended without saying how it went.");
      return write(job, job.uncertain(error, now));
    }
    if (job.status() == JobStatus.SENDING && job.progress().dueAt() == null) {
      // A record that comes again while its first reader may be dead: look once the lease is over.
      return write(job, job.watched(now));
    }
    if (job.evidenceOverdue(now)) {
      return write(job, withoutEvidence(job, now));
    }
    return Optional.empty();
  }

  private static OutboundJob withoutEvidence(OutboundJob job, Instant now) {
    if (job.progress().attempts() >= UNKNOWN_MAX) {
      return job.failed(
          new JobError("unknown_outcome", "SES never said whether it took the message."), now);
    }
    return job.evidenceMissed(now);
  }

  private Optional<OutboundJob> dispatch(OutboundJob job, Instant now) {
    Roster roster = roster(job);
    if (roster.state() == IdentityState.SUSPENDED || roster.state() == IdentityState.DELETED) {
      return write(job, job.failed(refused(new Refusal.IdentityInactive(roster.state())), now));
    }
    boolean able =
        roster
            .mailbox(job.envelope().sender().ordinal())
            .map(mailbox -> sends(mailbox, job))
            .orElse(false);
    boolean lost =
        roster.paces(job.acceptance().sendClass().cold())
            && roster.pacing().missed(job.progress().dispatchAt(), now);
    if (!job.claimable(now) || !able || lost || roster.state() != IdentityState.ACTIVE) {
      return relocate.move(job);
    }
    Optional<Instant> slow = slowUntil(roster, job, now);
    if (slow.isPresent()) {
      return write(job, job.held(slow.get(), putOff(job), now));
    }
    return switch (jobs.update(job, job.claimed(now, LEASE))) {
      case Jobs.StepResult.Done(OutboundJob claimed) -> {
        send(claimed, roster, inside.owner(claimed.envelope().recipient()));
        yield Optional.empty();
      }
      case Jobs.StepResult.Stale(Optional<OutboundJob> current) -> current;
      case Jobs.StepResult.NoRoom() -> Optional.empty();
    };
  }

  /// When mail that a provider has been putting off is tried again: each message at a moment of its
  /// own, and none later than a day after it was promised.
  private static Optional<Instant> slowUntil(Roster roster, OutboundJob job, Instant now) {
    var group = ProviderGroup.of(job.envelope().recipient());
    return roster
        .waits(job.envelope().sender().ordinal(), group, now)
        .filter(_ -> now.isBefore(job.acceptance().dispatchAt().plus(SLOW_MAX)))
        .map(until -> {
          long drawn = Objects.hash(job.id().value(), until) * SPREAD_PRIME;
          return until.plusMillis(Math.floorMod(drawn, SLOW_SPREAD.toMillis()));
        });
  }

  private static JobError putOff(OutboundJob job) {
    String provider = ProviderGroup.of(job.envelope().recipient()).name().toLowerCase(Locale.ROOT);
    return new JobError(
        "provider_slow", "%s has put off mail from this mailbox.".formatted(provider));
  }

  /// A mailbox on its way back from repair answers those who wrote to it.
  private static boolean sends(Mailbox mailbox, OutboundJob job) {
    return mailbox.eligible()
        || (job.acceptance().sendClass() == SendClass.WARM && mailbox.answers());
  }

  private Roster roster(OutboundJob job) {
    return rosters
        .find(job.envelope().identity())
        .orElseThrow(() -> new IllegalStateException("job " + job.id() + " has no identity"));
  }

  /// @param owner whose mailbox the recipient is; empty if it is outside
  private void send(OutboundJob job, Roster roster, Optional<Roster> owner) {
    Optional<Content> content = content(job);
    if (content.isEmpty()) {
      var error = new JobError("content_missing", "The content of the message is gone.");
      finish(job, claimed -> claimed.failed(error, clock.instant()));
      return;
    }
    Optional<Refusal> barred = freshBar(job);
    if (barred.isPresent()) {
      finish(job, claimed -> claimed.failed(refused(barred.get()), clock.instant()));
      return;
    }
    if (owner.isPresent() && inside.blocked(job, owner.get())) {
      var error =
          new JobError("blocked_by_recipient", "The recipient takes no mail from this sender.");
      finish(job, claimed -> claimed.failed(error, clock.instant()));
      return;
    }
    if (owner.isPresent()) {
      inside.deliver(job, content.get(), roster.displayName(), owner.get());
      finish(job, claimed -> claimed.deliveredInside(clock.instant()));
      return;
    }
    if (job.envelope().route() == Route.INTERNAL) {
      // It was taken as mail that stays here: nobody paid for more, or allowed it.
      var error = new JobError("mailbox_gone", "The recipient's mailbox is no longer there.");
      finish(job, claimed -> claimed.failed(error, clock.instant()));
      return;
    }
    if (!leaseHolds(job) || !isCountedToday(job)) {
      // Not begun, so not uncertain: the sweep takes it up, and counts it on its new day.
      var error = new JobError("slow_start", "The attempt came too late to begin.");
      finish(job, claimed -> claimed.postponed(clock.instant(), error, clock.instant()));
      return;
    }
    conclude(job, mailer.send(job, content.get(), roster));
  }

  private boolean leaseHolds(OutboundJob job) {
    Instant leaseUntil = job.progress().leaseUntil();
    return leaseUntil != null && clock.instant().isBefore(leaseUntil.minus(LEASE_MARGIN));
  }

  /// Midnight may have passed since the claim, and the cap of the new day knows nothing of the job.
  private boolean isCountedToday(OutboundJob job) {
    LocalDate today = OutboundJob.dayOf(clock.instant());
    return job.unit().filter(unit -> unit.day().equals(today)).isPresent();
  }

  private Optional<Content> content(OutboundJob job) {
    return switch (job.payload()) {
      case Payload.Inline(Content content) -> Optional.of(content);
      case Payload.Stored(String key, String subject) -> contents.get(key);
    };
  }

  /// Why the message must not go after all, as of at most 2 s ago, unless reading that took so long
  /// that the lease no longer holds.
  private Optional<Refusal> freshBar(OutboundJob job) {
    while (true) {
      Instant readAt = clock.instant();
      Optional<Refusal> barred = bar(job);
      boolean fresh = !clock.instant().isAfter(readAt.plus(BAR_AGE_MAX));
      if (fresh || barred.isPresent() || !leaseHolds(job)) {
        return barred;
      }
    }
  }

  private Optional<Refusal> bar(OutboundJob job) {
    Envelope envelope = job.envelope();
    Tenant tenant =
        tenants
            .find(envelope.tenant())
            .orElseThrow(() -> new IllegalStateException("job " + job.id() + " has no tenant"));
    Correspondent recipient =
        recipients.find(envelope.tenant(), envelope.identity(), envelope.recipient());
    return Guards.bar(tenant, recipient);
  }

  private void conclude(OutboundJob job, Mailer.Answer answer) {
    Instant now = clock.instant();
    int attempts = job.progress().attempts();
    finish(
        job,
        claimed ->
            switch (answer) {
              case Mailer.Answer.Taken(String sesMessageId) -> claimed.sent(sesMessageId, now);
              case Mailer.Answer.Refused(JobError error) -> claimed.failed(error, now);
              case Mailer.Answer.Busy(JobError error) when attempts >= BUSY_MAX ->
                  claimed.failed(error, now);
              case Mailer.Answer.Busy(JobError error) ->
                  claimed.postponed(now.plus(wait(attempts)), error, now);
              case Mailer.Answer.Full(JobError error)
                  when now.isAfter(claimed.acceptance().dispatchAt().plus(FULL_MAX)) ->
                  claimed.failed(error, now);
              case Mailer.Answer.Full(JobError error) ->
                  claimed.postponed(now.plus(spread(wait(attempts), claimed)), error, now);
              case Mailer.Answer.Unknown(JobError error) -> claimed.uncertain(error, now);
            });
  }

  private static Duration wait(int attempts) {
    Duration wait = BUSY_BASE.multipliedBy(1L << Math.min(attempts - 1, 10));
    return wait.compareTo(BUSY_WAIT_MAX) > 0 ? BUSY_WAIT_MAX : wait;
  }

  /// Half as long to one and a half times: who was turned away together does not come back
  /// together.
  private static Duration spread(Duration wait, OutboundJob job) {
    long millis = wait.toMillis();
    int attempt = Objects.hash(job.id().value(), job.progress().attempts());
    return Duration.ofMillis(millis / 2 + Math.floorMod(attempt * SPREAD_PRIME, millis + 1));
  }

  /// Writes how the attempt went. Whoever looked meanwhile may have written that they watch the
  /// job: it is the same attempt then, and its outcome must not be lost.
  private void finish(OutboundJob claimed, UnaryOperator<OutboundJob> outcome) {
    Optional<OutboundJob> job = Optional.of(claimed);
    for (int i = 0; i < STALE_MAX && job.isPresent(); i++) {
      job =
          write(job.get(), outcome.apply(job.get()))
              .filter(current -> current.status() == JobStatus.SENDING)
              .filter(current -> current.progress().attempts() == claimed.progress().attempts());
    }
  }

  private Optional<OutboundJob> write(OutboundJob before, OutboundJob after) {
    return switch (jobs.update(before, after)) {
      case Jobs.StepResult.Done(OutboundJob job) -> {
        tell(job);
        yield Optional.empty();
      }
      // Evidence was faster than our own answer, or the sweep was: what is written stands.
      case Jobs.StepResult.Stale(Optional<OutboundJob> current) -> current;
      case Jobs.StepResult.NoRoom() -> Optional.empty();
    };
  }

  private void tell(OutboundJob job) {
    JobError error = job.progress().lastError();
    log.identity(job.envelope().handle().value())
        .with("job", job.id().value())
        .address("recipient", job.envelope().recipient().toString())
        .with("account", job.account().toString())
        .with("attempt", job.progress().attempts())
        .with("error", error == null ? null : error.code())
        .info(job.status().name().toLowerCase(Locale.ROOT));
  }

  private static JobError refused(Refusal refusal) {
    return switch (refusal) {
      case Refusal.OutboundSuspended() ->
          new JobError("outbound_suspended", "The tenant was suspended before the message left.");
      case Refusal.RecipientSuppressed(var suppression) ->
          new JobError(
              "recipient_suppressed", "The recipient was suppressed before the message left.");
      default -> new JobError("identity_inactive", "The identity was stopped for good.");
    };
  }
}
