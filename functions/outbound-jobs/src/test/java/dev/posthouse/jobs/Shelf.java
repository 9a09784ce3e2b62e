package dev.posthouse.jobs;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Ports;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The function with a tenant's identity behind it, and jobs in every state.
final class Shelf {
  final Deployment deployment = new Deployment().with(OutboundJobsHandler::new);
  final Ports ports = deployment.ports();
  final Tenant tenant = Fixtures.tenant();
  final Caller caller = deployment.caller(tenant);
  final Caller stranger = deployment.caller(Fixtures.tenant());
  final Roster roster = Fixtures.pool(ports, tenant.id(), 1_000, 1_000);

  OutboundJob queued() {
    return accept(Fixtures.NOW, Fixtures.NOW);
  }

  OutboundJob accept(Instant acceptedAt, Instant dispatchAt) {
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person(), acceptedAt, dispatchAt);
    if (!ports.outbox().commit(Fixtures.followups(roster, job))) {
      throw new AssertionError("not taken");
    }
    ports.conversations().file(job, Fixtures.content(), Optional.empty());
    return job;
  }

  OutboundJob sending() {
    return step(queued(), job -> job.claimed(Fixtures.NOW, Duration.ofSeconds(90)));
  }

  OutboundJob sent() {
    return step(sending(), job -> job.sent("0100-ses", Fixtures.NOW));
  }

  OutboundJob failed() {
    return step(
        sending(), job -> job.failed(new JobError("message_rejected", "No."), Fixtures.NOW));
  }

  OutboundJob uncertain() {
    return step(sending(), job -> job.uncertain(new JobError("ses_no_answer", "…"), Fixtures.NOW));
  }

  OutboundJob step(OutboundJob before, UnaryOperator<OutboundJob> step) {
    if (ports.jobs().update(before, step.apply(before))
        instanceof Jobs.StepResult.Done(OutboundJob after)) {
      return after;
    }
    throw new AssertionError("not written");
  }

  OutboundJob now(OutboundJob job) {
    return ports.jobs().find(job.id()).orElseThrow();
  }

  DaySheet sheet(LocalDate day) {
    return ports
        .outbox()
        .standing(
            new Outbox.Inquiry(roster.tenant(), roster.identity(), day, List.of(), List.of()), true)
        .sheet();
  }

  /// A bearer of a mailbox token of the tenant.
  Caller mailbox(IdentityId mailbox) {
    KeySecret secret = Fixtures.secret();
    ApiKey plain = Fixtures.key(tenant.id(), secret);
    ports
        .tenants()
        .addKey(
            new ApiKey(
                plain.id(),
                plain.tenant(),
                plain.name(),
                plain.hint(),
                plain.scopes(),
                KeyLimits.of(mailbox),
                plain.createdAt(),
                null),
            secret);
    return deployment.caller(secret.reveal());
  }

  static String path(OutboundJob job) {
    return "/v1/outbound-jobs/" + job.id();
  }

  String list(String query) {
    return "/v1/outbound-jobs?identity=" + roster.handle() + query;
  }
}
