package dev.posthouse.testing;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Guards;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.outbound.Verdict;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// Many senders, one identity: each reads, decides and commits as a handler does, until its
/// messages are taken or refused for good.
///
/// @param at when all of it takes place, and the messages are to be sent
public record AdmissionRace(Ports ports, Roster roster, Instant at) {
  private static final int ATTEMPTS_MAX = 1000;

  /// Lets that many threads send that many messages together, each to somebody new.
  public Result run(int threads, int messages) {
    var left = new AtomicInteger(messages);
    List<Result> results =
        Race.run(threads, number -> () -> send(left, new SplittableRandom(number)));
    return new Result(
        results.stream().flatMap(result -> result.taken().stream()).toList(),
        results.stream().flatMap(result -> result.refused().stream()).toList());
  }

  private Result send(AtomicInteger left, RandomGenerator random) {
    var result = new Result(new ArrayList<>(), new ArrayList<>());
    while (left.getAndDecrement() > 0) {
      send(random, result);
    }
    return result;
  }

  private void send(RandomGenerator random, Result result) {
    EmailAddress recipient = Fixtures.person();
    OutboundJob job = Fixtures.job(roster, 0, recipient, at, at);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      // The first decision may rest on a weak read; a refusal never does.
      boolean strong = attempt > 1;
      Standing standing = standing(job, strong);
      if (standing.jobs().containsKey(job.id())) {
        result.taken().add(job.id());
        return;
      }
      switch (verdict(standing, recipient, random)) {
        case Verdict.Admit admit -> {
          job = from(job, admit.mailbox().ordinal());
          if (ports.outbox().commit(Fixtures.firstContacts(roster, job))) {
            result.taken().add(job.id());
            return;
          }
        }
        case Verdict.Refuse(Refusal refusal) -> {
          if (strong) {
            result.refused().add(refusal);
            return;
          }
        }
      }
    }
    throw new AssertionError("neither taken nor refused after " + ATTEMPTS_MAX + " attempts");
  }

  private Standing standing(OutboundJob job, boolean strong) {
    return ports
        .outbox()
        .standing(
            new Outbox.Inquiry(
                roster.tenant(),
                roster.identity(),
                OutboundJob.dayOf(at),
                List.of(job.envelope().recipient()),
                List.of(job.id())),
            strong);
  }

  private Verdict verdict(Standing standing, EmailAddress recipient, RandomGenerator random) {
    return Guards.check(
        standing.tenant().orElseThrow(),
        roster,
        standing.sheet(),
        Objects.requireNonNull(standing.recipients().get(recipient)),
        Route.EXTERNAL,
        random);
  }

  /// The same job from another mailbox.
  private OutboundJob from(OutboundJob job, int ordinal) {
    OutboundJob other = Fixtures.job(roster, ordinal, job.envelope().recipient(), at, at);
    return new OutboundJob(
        job.id(), other.envelope(), job.payload(), other.acceptance(), other.progress());
  }

  /// What became of the messages.
  ///
  /// @param taken their jobs
  /// @param refused why the others were not
  public record Result(List<JobId> taken, List<Refusal> refused) {
    /// The jobs as they are now.
    public List<OutboundJob> jobs(Ports ports) {
      return taken.stream().map(ports.jobs()::find).flatMap(Optional::stream).toList();
    }
  }
}
