package dev.posthouse.feedback;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.ConductLimits;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.JudgeConduct;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.lambda.Log;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Jobs in every state an event may find them in, and what records events on them.
final class Outcomes {
  final DisturbedJobs store = new DisturbedJobs();
  final Roster roster = Fixtures.pool(store.ports, 1_000, 1_000);
  private final ManualClock clock = new ManualClock();
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final RecordOutcome recordOutcome =
      new RecordOutcome(
          store,
          store.ports.recipients(),
          new JudgeConduct(
              store.ports.tenants(),
              store.ports.purses(),
              store.ports.identities(),
              store.ports.mailboxDays(),
              ConductLimits.STANDARD,
              clock),
          clock,
          new Log(new PrintStream(logged, true, StandardCharsets.UTF_8), clock));

  void record(String event) {
    recordOutcome.record(SesEvent.read(SesEvents.json(event), clock.instant()).orElseThrow());
  }

  /// What the mailbox that everything is sent from did today.
  MailboxDay today() {
    return store.ports.mailboxDays().between(roster.identity(), TODAY, TODAY).getFirst();
  }

  OutboundJob queued() {
    return queued(Fixtures.person());
  }

  private OutboundJob queued(EmailAddress recipient) {
    OutboundJob job = Fixtures.job(roster, 0, recipient);
    if (!store.ports.outbox().commit(Fixtures.followups(roster, job))) {
      throw new AssertionError("not taken");
    }
    return job;
  }

  OutboundJob sending() {
    OutboundJob job = queued();
    write(job, seen -> seen.claimed(NOW, Duration.ofSeconds(90)));
    return now(job);
  }

  OutboundJob sentTo(String recipient) {
    OutboundJob job = queued(EmailAddress.parse(recipient));
    write(job, seen -> seen.claimed(NOW, Duration.ofSeconds(90)));
    write(job, seen -> seen.sent(SesEvents.MESSAGE, NOW));
    return now(job);
  }

  OutboundJob sent() {
    OutboundJob job = sending();
    write(job, seen -> seen.sent(SesEvents.MESSAGE, NOW));
    return now(job);
  }

  OutboundJob uncertain() {
    OutboundJob job = sending();
    write(job, seen -> seen.uncertain(new JobError("ses_no_answer", "…"), NOW));
    return now(job);
  }

  OutboundJob now(OutboundJob job) {
    return store.ports.jobs().find(job.id()).orElseThrow();
  }

  void write(OutboundJob job, UnaryOperator<OutboundJob> step) {
    OutboundJob before = now(job);
    if (!(store.ports.jobs().update(before, step.apply(before)) instanceof Jobs.StepResult.Done)) {
      throw new AssertionError("not written");
    }
  }

  Optional<Suppression> suppression(OutboundJob job) {
    return store
        .ports
        .recipients()
        .find(roster.tenant(), roster.identity(), job.envelope().recipient())
        .suppression();
  }

  int counted() {
    return store
        .ports
        .outbox()
        .standing(
            new Outbox.Inquiry(roster.tenant(), roster.identity(), TODAY, List.of(), List.of()),
            true)
        .sheet()
        .total();
  }

  String log() {
    return logged.toString(StandardCharsets.UTF_8);
  }
}
