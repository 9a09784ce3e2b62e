package dev.posthouse.send;

import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Ports;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The function as its clients see it, with one identity behind it.
final class Counter {
  final Deployment deployment = new Deployment().with(SendHandler::new);
  final Ports ports = deployment.ports();
  final Tenant tenant;
  final Caller caller;
  final String path;
  Roster roster;

  Counter(int dailyCap, int... mailboxCaps) {
    this(Fixtures.tenant(), dailyCap, mailboxCaps);
  }

  Counter(Tenant tenant, int dailyCap, int... mailboxCaps) {
    this.tenant = tenant;
    caller = deployment.caller(tenant);
    roster = Fixtures.pool(ports, tenant.id(), dailyCap, mailboxCaps);
    path = "/v1/identities/" + roster.handle() + "/send";
  }

  static Map<String, Object> message(Object to) {
    return new LinkedHashMap<>(Map.of("to", to, "subject", "Hello", "text", "A word."));
  }

  static Map<String, Object> message() {
    return message(Fixtures.person().toString());
  }

  Answer send(Object body) {
    return caller.post(path, body);
  }

  Answer send(Object body, String idempotencyKey) {
    return caller.post(path, body, Map.of("idempotency-key", idempotencyKey));
  }

  Answer refused(int status, String code, Object body) {
    return deployment.refused(status, code, () -> send(body));
  }

  OutboundJob job(Answer answer) {
    return ports.jobs().find(new JobId(answer.text("outboundJobId"))).orElseThrow();
  }

  void change(UnaryOperator<Roster> change) {
    roster =
        Fixtures.changed(
            ports.identities().change(roster, change.apply(roster), deployment.clock().instant()));
  }

  DaySheet sheet(LocalDate day) {
    return ports
        .outbox()
        .standing(
            new Outbox.Inquiry(roster.tenant(), roster.identity(), day, List.of(), List.of()), true)
        .sheet();
  }
}
