package dev.posthouse.send;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendHandlerTest {
  private final Counter counter = new Counter(10, 10, 10);
  private final Deployment deployment = counter.deployment;

  @Test
  void theRoutesAreThoseOfTheTemplate() {
    assertThat(new SendHandler(deployment).routes())
        .containsExactlyInAnyOrder(
            "POST /v1/identities/{handle}/send",
            "POST /v1/messages/send",
            "POST /v1/mailboxes/self/send",
            "POST /v1/messages/{messageId}/reply");
  }

  @Test
  void aMessageIsTakenAndItsAnswerSaysAll() {
    Answer answer = counter.send(Counter.message("a@example.com"));

    assertThat(answer.status()).isEqualTo(202);
    OutboundJob job = counter.job(answer);
    assertThat(answer.text("identity")).isEqualTo(counter.roster.handle().value());
    assertThat(answer.text("to")).isEqualTo("a@example.com");
    assertThat(answer.text("status")).isEqualTo("queued");
    assertThat(answer.text("pendingId")).isEqualTo(job.id().value());
    assertThat(answer.text("messageId")).isEqualTo(job.envelope().message().value());
    assertThat(answer.text("convId")).isEqualTo(job.envelope().conversation().value());
    assertThat(answer.text("sendClass")).isEqualTo("cold_first_contact");
    assertThat(answer.text("affinity")).isEqualTo("new");
    assertThat(answer.text("dispatchAtIso")).isEqualTo("2031-05-14T12:00:00.000Z");
    assertThat(answer.body().path("dispatchAt").asLong()).isEqualTo(NOW.toEpochMilli());
    assertThat(answer.body().path("account").path("email").asString())
        .isEqualTo(job.account().toString());
    assertThat(answer.body().path("queued").asInt()).isEqualTo(1);
    assertThat(answer.body().path("rejected").asInt()).isZero();
    assertThat(answer.body().path("remaining").asInt()).isEqualTo(9);
    assertThat(answer.body().path("results").size()).isEqualTo(1);
    assertThat(answer.headers())
        .containsKeys("ratelimit", "ratelimit-policy")
        .doesNotContainKey("idempotent-replayed");
  }

  @Test
  void whoMayNotSendIsToldBeforeAnythingElse() {
    Map<String, Object> message = Counter.message();
    Caller reader = deployment.caller(counter.tenant, Scope.MAIL_READ);
    Caller stranger = deployment.caller(Fixtures.tenant());

    deployment.refused(401, "missing_token", () -> deployment.nobody().post(counter.path, message));
    deployment.refused(
        401, "invalid_token", () -> deployment.caller("sk_live_x").post(counter.path, message));
    deployment.refused(404, "not_found", () -> stranger.post(counter.path, message));
    deployment.refused(404, "not_found", () -> stranger.post(counter.path, "{}"));
    deployment.refused(
        404, "not_found", () -> stranger.post(counter.path + "?dryRun=true", message));
    for (String query : List.of("", "?dryRun=true", "?dryRun=1")) {
      deployment.refused(403, "missing_scope", () -> reader.post(counter.path + query, message));
    }
    deployment.refused(403, "missing_scope", () -> reader.post(counter.path, "{}"));
    deployment.refused(
        403, "missing_scope", () -> reader.post(counter.path, Counter.message("nobody")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"eve@post.example", "eve", "%00", "@"})
  void anIdentityThatIsNotThereIsNotFound(String handle) {
    String path = "/v1/identities/" + handle + "/send";

    deployment.refused(404, "not_found", () -> counter.caller.post(path, Counter.message()));
    deployment.refused(
        401, "missing_token", () -> deployment.nobody().post(path, Counter.message()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                    | malformed_json |",
        "[]                  | malformed_json |",
        "{                   | malformed_json |",
        "{}                  | missing_field  | to",
        "{\"to\":\"a@example.com\",\"subject\":\"s\",\"text\":\"t\",\"bcc\":[]} | unknown_field |"
            + " bcc",
        "{\"to\":\"a@example.com\",\"subject\":\"s\",\"text\":\"t\",\"idempotencyKey\":\"\"}"
            + "| invalid_field | idempotencyKey",
        "{\"to\":\"a@example.com\",\"subject\":\"s\",\"text\":\"t\",\"idempotencyKey\":\"é\"}"
            + "| invalid_field | idempotencyKey",
        "{\"to\":\"a@example.com\",\"subject\":\"s\",\"text\":\"t\","
            + "\"sendAt\":\"2031-06-13T12:00:00.001Z\"} | invalid_field | sendAt",
        "{\"to\":\"a@example.com\",\"subject\":\"s\",\"text\":\"t\","
            + "\"sendAt\":\"+999999999-12-31T23:59:59Z\"} | invalid_field | sendAt"
      })
  void aBadRequestNamesItsFieldAndChangesNothing(
      @Nullable String body, String code, @Nullable String field) {
    Answer answer = counter.refused(400, code, body == null ? "" : body);

    if (field != null) {
      assertThat(answer.fields()).containsExactly(field);
    }
  }

  @Test
  void theHorizonIsThirtyDays() {
    Map<String, Object> message = Counter.message();
    message.put("sendAt", NOW.plus(Duration.ofDays(30)));

    OutboundJob job = counter.job(counter.send(message));

    assertThat(job.progress().dispatchAt()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    assertThat(counter.sheet(TODAY.plusDays(30)).total()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "PROVISIONING, GET /v1/identities/{handle}/domains",
    "PAUSED, PATCH /v1/identities/{handle}",
    "REPAIRING, bounces and complaints",
    "SUSPENDED, POST /v1/billing/topup",
    "DELETED, another identity"
  })
  void whoDoesNotSendIsToldWhatMakesItSend(IdentityState state, String fix) {
    counter.change(before -> before.next(state));

    Answer refused = counter.refused(409, "identity_inactive", Counter.message());

    assertThat(refused.text("detail")).contains(state.name().toLowerCase(Locale.ROOT));
    assertThat(refused.text("fix")).contains(fix);
  }

  @Test
  void eachGuardRefusesWithItsOwnStatus() {
    String person = "a@example.com";
    counter.change(before -> before.next(IdentityState.PAUSED));
    counter.ports.tenants().setOutboundStatus(counter.tenant.id(), OutboundStatus.SUSPENDED);
    counter
        .ports
        .recipients()
        .suppress(
            counter.tenant.id(),
            EmailAddress.parse(person),
            new Suppression(Suppression.Reason.COMPLAINED, NOW));

    counter.refused(409, "identity_inactive", Counter.message(person));
    counter.change(before -> before.next(IdentityState.ACTIVE));
    counter.refused(403, "outbound_suspended", Counter.message(person));
    counter.ports.tenants().setOutboundStatus(counter.tenant.id(), OutboundStatus.INTERNAL_ONLY);
    counter.refused(422, "invalid_recipient", Counter.message("nobody"));
    counter.refused(422, "recipient_suppressed", Counter.message(person));
    counter.refused(403, "external_send_not_enabled", Counter.message());
    counter.ports.tenants().setOutboundStatus(counter.tenant.id(), OutboundStatus.EXTERNAL_ENABLED);
    counter.change(before -> before.next(before.state(), before.displayName(), 0, List.of()));
    counter.refused(429, "cap_exceeded", Counter.message());
    counter.change(before -> before.next(before.state(), before.displayName(), 1, List.of()));
    counter.refused(429, "no_accounts", Counter.message());
    counter.change(before -> before.next(Fixtures.mailboxes(5)));
    counter.change(before -> before.replacing(0, box -> box.withHealth(0)));
    counter.refused(429, "no_eligible_mailbox", Counter.message());
  }

  @Test
  void aFullCapSaysWhatBindsAndWhenThereIsRoomAgain() {
    counter.change(
        before -> before.next(before.state(), before.displayName(), 1, before.mailboxes()));
    counter.send(Counter.message());

    Answer answer = counter.refused(429, "cap_exceeded", Counter.message());

    assertThat(answer.body().path("binding").toString())
        .isEqualTo(
            "{\"limit\":\"daily_cap\",\"used\":1,\"cap\":1,"
                + "\"resetsAt\":\"2031-05-15T00:00:00.000Z\"}");
    assertThat(answer.headers()).containsEntry("retry-after", "43200");
  }

  @Test
  void theSameKeyAndBodyGiveTheSameAnswer() {
    Map<String, Object> message = Counter.message();
    Answer first = counter.send(message, "k");

    deployment.clock().advance(Duration.ofMinutes(5));
    Answer again = counter.send(message, "k");
    message.put("idempotencyKey", "k");
    Answer byField = counter.send(message);

    assertThat(again.content()).isEqualTo(first.content());
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(byField.text("outboundJobId")).isEqualTo(first.text("outboundJobId"));
    assertThat(counter.sheet(TODAY).total()).isEqualTo(1);
  }

  @Test
  void theSameKeyWithAnotherBodyIsAConflict() {
    counter.send(Counter.message(), "k");

    deployment.refused(409, "idempotency_conflict", () -> counter.send(Counter.message(), "k"));
  }

  @Test
  void aRepetitionNeedsNoScopeAndNoActiveIdentity() {
    Map<String, Object> message = Counter.message();
    Answer first = counter.send(message, "k");
    counter.change(before -> before.next(IdentityState.PAUSED));
    Caller reader = deployment.caller(counter.tenant, Scope.MAIL_READ);

    Answer again = reader.post(counter.path, message, Map.of("idempotency-key", "k"));

    assertThat(again.content()).isEqualTo(first.content());
  }

  @Test
  void someTakenAndSomeNotIsAnAnswerOfBoth() {
    counter
        .ports
        .recipients()
        .suppress(
            counter.tenant.id(),
            EmailAddress.parse("b@example.com"),
            new Suppression(Suppression.Reason.BOUNCED, NOW));

    Answer answer =
        counter.send(Counter.message(List.of("a@example.com", "nobody", "b@example.com")));

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().path("queued").asInt()).isEqualTo(1);
    assertThat(answer.body().path("rejected").asInt()).isEqualTo(2);
    assertThat(answer.body().has("to")).isFalse();
    assertThat(answer.body().path("results").findValuesAsString("status"))
        .containsExactly("queued", "rejected", "rejected");
    assertThat(answer.body().path("results").findValuesAsString("reason"))
        .containsExactly("invalid_recipient", "do_not_contact");
  }

  @Test
  void whenNobodyIsTakenTheEarliestGuardSpeaks() {
    counter
        .ports
        .recipients()
        .suppress(
            counter.tenant.id(),
            EmailAddress.parse("b@example.com"),
            new Suppression(Suppression.Reason.BOUNCED, NOW));

    Answer answer =
        counter.refused(
            422, "invalid_recipient", Counter.message(List.of("b@example.com", "nobody")));

    assertThat(answer.body().path("results").findValuesAsString("reason"))
        .containsExactly("do_not_contact", "invalid_recipient");
  }

  @Test
  void fiftyRecipientsAreFiftyMessages() {
    var wide = new Counter(100, 60, 60);
    List<String> people = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      people.add(Fixtures.person().toString());
    }

    Answer answer = wide.send(Counter.message(people), "k");

    assertThat(answer.body().path("queued").asInt()).isEqualTo(50);
    assertThat(wide.sheet(TODAY).total()).isEqualTo(50);
    assertThat(wide.send(Counter.message(people), "k").content()).isEqualTo(answer.content());
    assertThat(wide.sheet(TODAY).total()).isEqualTo(50);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLostAnswerOfTheStoreIsNeitherALossNorADouble(boolean applied) {
    deployment.loseTransaction(1, applied);

    Answer answer = counter.send(Counter.message());

    assertThat(answer.status()).isEqualTo(202);
    assertThat(counter.sheet(TODAY).total()).isEqualTo(1);
    assertThat(counter.ports.jobs().open()).containsExactly(counter.job(answer).id());
  }

  @Test
  void aReplyFollowsItsConversation() {
    Answer first = counter.send(Counter.message("a@example.com"));
    counter.ports.conversations().sent(counter.job(first), "0100@email.amazonses.com", "A word.");

    Answer reply = counter.send(Map.of("convId", first.text("convId"), "text", "And another."));

    OutboundJob job = counter.job(reply);
    assertThat(reply.text("to")).isEqualTo("a@example.com");
    assertThat(reply.text("affinity")).isEqualTo("existing");
    assertThat(job.envelope().reply()).isTrue();
    assertThat(job.account()).isEqualTo(counter.job(first).account());
    assertThat(job.payload())
        .isInstanceOfSatisfying(
            Payload.Inline.class,
            inline -> {
              assertThat(inline.content().subject()).isEqualTo("Re: Hello");
              assertThat(inline.content().inReplyTo()).isEqualTo("0100@email.amazonses.com");
            });
  }

  @Test
  void aConversationOfAnotherIdentityIsNotFound() {
    String own = counter.send(Counter.message("a@example.com")).text("convId");
    var other = Fixtures.pool(counter.ports, counter.tenant.id(), 10, 10);
    String path = "/v1/identities/" + other.handle() + "/send";

    deployment.refused(
        404,
        "not_found",
        () -> counter.caller.post(path, Map.of("convId", own, "text", "A word.")));
    for (String id : List.of("conv_1", "x", "", "conv_00000000000000000000")) {
      counter.refused(404, "not_found", Map.of("convId", id, "text", "A word."));
    }
  }

  @Test
  void aLongMessageIsKeptOutsideItsJob() {
    var random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30_000; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    Map<String, Object> message = Counter.message();
    message.put("text", text.toString());

    OutboundJob job = counter.job(counter.send(message));

    assertThat(job.payload()).isInstanceOf(Payload.Stored.class);
    assertThat(deployment.objects())
        .containsExactly(Deployment.BUCKET + "/contents/" + job.envelope().message());
    assertThat(counter.ports.contents().get(job.envelope().message().value()).orElseThrow().text())
        .isEqualTo(text.toString());
  }

  @Test
  void aDryRunExplainsTheDecisionAndWritesNothing() {
    counter.change(before -> before.replacing(1, box -> box.withHealth(0)));
    var before = deployment.contents();

    Answer answer =
        counter.caller.post(counter.path + "?dryRun=true", Counter.message("a@example.com"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("would_queue");
    assertThat(answer.body().path("dryRun").asBoolean()).isTrue();
    assertThat(answer.body().path("candidates").findValuesAsString("outcome"))
        .containsExactly("chosen", "unhealthy");
    assertThat(answer.body().path("candidates").path(0).path("chance").asInt()).isEqualTo(100);
    assertThat(answer.body().path("binding").path("cap").asInt()).isEqualTo(10);
    assertThat(deployment.contents()).isEqualTo(before);
    assertThat(deployment.objects()).isEmpty();
  }

  @Test
  void aDryRunOfWhatWouldBeRefusedSaysWhy() {
    counter.change(before -> before.next(IdentityState.PAUSED));
    var before = deployment.contents();

    Answer answer = counter.caller.post(counter.path + "?dryRun=true", Counter.message());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("would_reject");
    assertThat(answer.text("reason")).isEqualTo("inactive");
    assertThat(deployment.contents()).isEqualTo(before);
  }

  @Test
  void aDryRunIsForOneAddress() {
    String path = counter.path + "?dryRun=true";

    Answer two =
        deployment.refused(
            400,
            "invalid_field",
            () ->
                counter.caller.post(
                    path, Counter.message(List.of("a@example.com", "b@example.com"))));
    assertThat(two.fields()).containsExactly("to");
    deployment.refused(
        422, "invalid_recipient", () -> counter.caller.post(path, Counter.message("nobody")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "TRUE", "yes", ""})
  void whatMayHaveMeantADryRunIsNotSent(String word) {
    Answer answer =
        deployment.refused(
            400,
            "invalid_field",
            () -> counter.caller.post(counter.path + "?dryRun=" + word, Counter.message()));

    assertThat(answer.fields()).containsExactly("dryRun");
  }

  @Test
  void dryRunFalseSends() {
    assertThat(counter.caller.post(counter.path + "?dryRun=false", Counter.message()).status())
        .isEqualTo(202);
  }

  @Test
  void theLogShowsTheIdentityAndHidesTheRecipient() {
    counter.send(Counter.message("somebody@example.com"));

    assertThat(deployment.logged())
        .contains(counter.roster.handle().value())
        .contains("\"queued\":1")
        .doesNotContain("somebody@example.com")
        .doesNotContain(counter.caller.bearer());
  }
}
