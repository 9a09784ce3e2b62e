package dev.posthouse.deliver;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.lambda.Log;
import dev.posthouse.testing.FakeMailboxes;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/// What takes jobs to SES, over a store in memory, with one identity in it.
final class Delivery {
  private final FakeStore store = new FakeStore();
  final Ports ports = store.ports();
  final Mailboxes mailboxes = new FakeMailboxes(store);
  final ManualClock clock = new ManualClock();
  final RecordingMailer mailer = new RecordingMailer(clock);
  final WatchedRecipients recipients = new WatchedRecipients(ports.recipients());
  final Jobs jobs;
  final DeliverJob deliver;
  final SweepDue sweepDue;
  final RescueJobs rescueJobs;
  Roster roster;

  Delivery(int dailyCap, int... mailboxCaps) {
    this(UnaryOperator.identity(), dailyCap, mailboxCaps);
  }

  /// @param through what the jobs are read and written through
  Delivery(UnaryOperator<Jobs> through, int dailyCap, int... mailboxCaps) {
    jobs = through.apply(ports.jobs());
    roster = Fixtures.pool(ports, dailyCap, mailboxCaps);
    var log =
        new Log(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), clock);
    var rosters = new RosterCache(ports.identities(), clock);
    deliver =
        new DeliverJob(
            jobs,
            rosters,
            ports.tenants(),
            recipients.port(),
            ports.contents(),
            mailer,
            new DeliverInside(
                ports.identities(),
                rosters,
                mailboxes,
                ports.messages(),
                ports.contents(),
                new NoAttachments(),
                "post.example"),
            new Relocate(jobs, ports.outbox(), rosters, clock, new Random(1)),
            clock,
            log);
    sweepDue = new SweepDue(jobs, deliver, clock, log);
    rescueJobs = new RescueJobs(jobs, clock);
  }

  /// A job just taken, to be sent at once from the mailbox with ordinal 0.
  OutboundJob accept() {
    return accept(Fixtures.job(roster, 0, Fixtures.person(), clock.instant(), clock.instant()));
  }

  /// A job just taken, to that recipient.
  OutboundJob accept(String recipient) {
    Instant now = clock.instant();
    return accept(Fixtures.job(roster, 0, EmailAddress.parse(recipient), now, now));
  }

  OutboundJob accept(DeliveryGuarantee guarantee) {
    Instant now = clock.instant();
    return accept(
        Fixtures.job(
            Fixtures.envelope(roster, 0, Fixtures.person(), now),
            new Payload.Inline(Fixtures.content()),
            Fixtures.acceptance(roster, 0, now, now, guarantee)));
  }

  OutboundJob acceptFor(Instant dispatchAt) {
    return accept(Fixtures.job(roster, 0, Fixtures.person(), clock.instant(), dispatchAt));
  }

  OutboundJob accept(OutboundJob job) {
    if (!ports.outbox().commit(Fixtures.followups(roster, job))) {
      throw new AssertionError("not taken");
    }
    return job;
  }

  /// The job as it is now.
  OutboundJob now(OutboundJob job) {
    return ports.jobs().find(job.id()).orElseThrow();
  }

  /// Takes the job a step further from where it is, and gives it as it is then.
  OutboundJob advance(OutboundJob job) {
    deliver.advance(now(job));
    return now(job);
  }

  /// Writes a step of the job from outside.
  void write(OutboundJob job, UnaryOperator<OutboundJob> step) {
    OutboundJob before = now(job);
    if (!(ports.jobs().update(before, step.apply(before)) instanceof Jobs.StepResult.Done)) {
      throw new AssertionError("not written");
    }
  }

  void change(UnaryOperator<Roster> change) {
    roster =
        Fixtures.changed(ports.identities().change(roster, change.apply(roster), clock.instant()));
  }

  void set(IdentityState state) {
    change(before -> before.next(state));
  }

  void suspendTenant() {
    ports.tenants().setOutboundStatus(roster.tenant(), OutboundStatus.SUSPENDED);
  }

  void suppress(EmailAddress address) {
    ports
        .recipients()
        .suppress(
            roster.tenant(),
            address,
            new Suppression(Suppression.Reason.UNSUBSCRIBED, clock.instant()));
  }

  DaySheet sheet(LocalDate day) {
    return ports
        .outbox()
        .standing(
            new Outbox.Inquiry(roster.tenant(), roster.identity(), day, List.of(), List.of()), true)
        .sheet();
  }

  /// What is counted today.
  int counted() {
    return sheet(OutboundJob.dayOf(clock.instant())).total();
  }
}
