package dev.posthouse.deliver;

import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.DayBook;
import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.Guards;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Sender;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.outbound.Verdict;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Finds a job another place: it is counted on a day that has passed, or its mailbox can no longer
/// send. A job goes out on the day it is counted on and from the mailbox it is counted for, so caps
/// hold whatever happened since it was accepted.
///
/// Lowered caps put a job off; they never fail it.
final class Relocate {
  private static final int DAYS_AHEAD_MAX = 30;
  private static final int ATTEMPTS_MAX = 5;

  /// How long a job waits before an identity that cannot send is looked at again.
  private static final Duration HOLD = Duration.ofMinutes(15);

  /// How long after its promised moment a job is held for an identity that does not send.
  private static final Duration HOLD_MAX = Duration.ofDays(7);

  private final Jobs jobs;
  private final Outbox outbox;
  private final RosterCache rosters;
  private final InstantSource clock;
  private final RandomGenerator random;

  Relocate(
      Jobs jobs, Outbox outbox, RosterCache rosters, InstantSource clock, RandomGenerator random) {
    this.jobs = jobs;
    this.outbox = outbox;
    this.rosters = rosters;
    this.clock = clock;
    this.random = random;
  }

  /// Moves the job to a mailbox with room, today or on the first later day that has some. Gives the
  /// job as it is then, empty if there is nothing more to do now.
  Optional<OutboundJob> move(OutboundJob job) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Roster roster =
          rosters
              .refresh(job.envelope().identity())
              .orElseThrow(() -> new IllegalStateException("job without an identity"));
      if (roster.state() != IdentityState.ACTIVE) {
        return hold(job, "identity_inactive", "The identity is paused.");
      }
      switch (place(job, roster)) {
        case Placed.Held() -> {
          return hold(job, "no_eligible_mailbox", "No mailbox of the pool is able to send.");
        }
        case Placed.At(Sender sender, Instant dispatchAt, DripStep place) -> {
          Jobs.StepResult result =
              jobs.move(job, job.moved(sender, dispatchAt, clock.instant()), roster, place);
          if (result instanceof Jobs.StepResult.Done(OutboundJob moved)) {
            return moved.dispatchable(clock.instant()) ? Optional.of(moved) : Optional.empty();
          }
          if (result instanceof Jobs.StepResult.Stale(Optional<OutboundJob> current)) {
            return current;
          }
          // No room after all: somebody was faster. Look again.
        }
      }
    }
    return hold(job, "contention", "Too many messages look for room at once.");
  }

  private sealed interface Placed {
    record At(Sender sender, Instant dispatchAt, DripStep place) implements Placed {}

    record Held() implements Placed {}
  }

  private Placed place(OutboundJob job, Roster roster) {
    Instant now = clock.instant();
    LocalDate today = OutboundJob.dayOf(now);
    for (int ahead = 0; ahead <= DAYS_AHEAD_MAX; ahead++) {
      LocalDate day = today.plusDays(ahead);
      Standing standing = standing(job, day);
      DaySheet sheet = withoutOwnUnit(job, standing.sheet());
      Correspondent recipient = standing.recipients().get(job.envelope().recipient());
      if (recipient == null) {
        recipient = Correspondent.stranger(job.envelope().recipient());
      }
      Instant from = ahead == 0 ? now : day.atStartOfDay(ZoneOffset.UTC).toInstant();
      boolean paced = roster.paces(job.acceptance().sendClass().cold());
      Pacing pacing = roster.pacing();
      Instant at = paced ? pacing.slot(from, sheet.drip()) : from;
      boolean onThatDay = OutboundJob.dayOf(at).equals(day);
      if (onThatDay
          && Guards.place(roster, sheet, recipient, random) instanceof Verdict.Admit admit) {
        var sender = new Sender(admit.mailbox().ordinal(), admit.mailbox().address());
        DripStep place = paced ? DayBook.place(pacing, sheet, at, now) : DripStep.NONE;
        return new Placed.At(sender, at, place);
      }
      if (roster.mailboxes().stream().noneMatch(mailbox -> mailbox.eligible())) {
        return new Placed.Held();
      }
    }
    return new Placed.Held();
  }

  /// The job's own unit does not stand in its way.
  private static DaySheet withoutOwnUnit(OutboundJob job, DaySheet sheet) {
    Optional<DayUnit> unit = job.unit().filter(own -> own.day().equals(sheet.day()));
    return unit.map(own -> sheet.minusOne(own.ordinal())).orElse(sheet);
  }

  private Standing standing(OutboundJob job, LocalDate day) {
    Envelope envelope = job.envelope();
    return outbox.standing(
        new Outbox.Inquiry(
            envelope.tenant(), envelope.identity(), day, List.of(envelope.recipient()), List.of()),
        true);
  }

  private Optional<OutboundJob> hold(OutboundJob job, String code, String message) {
    Instant now = clock.instant();
    var error = new JobError(code, message);
    boolean tooLong = now.isAfter(job.acceptance().dispatchAt().plus(HOLD_MAX));
    OutboundJob after = tooLong ? job.failed(error, now) : job.held(now.plus(HOLD), error, now);
    Jobs.StepResult result = jobs.update(job, after);
    return result instanceof Jobs.StepResult.Stale(Optional<OutboundJob> current)
        ? current
        : Optional.empty();
  }
}
