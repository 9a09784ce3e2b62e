package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/// Credits through the whole system: none is spent twice and none is lost.
class PrepaidRunTest {
  private static LocalSystem system;

  @BeforeAll
  static void start() throws Exception {
    system =
        LocalSystem.with(Map.of("SendQuotas", "free=1/hour,10/day;paid_review=55/hour,56/day"));
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @Test
  void fiftySendsAtOnceOnTwentyCreditsTakeExactlyTwenty() {
    Box box = signUp("fifty");
    approve(box);
    grant(box, 20);
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String to = "fifty" + i + "@example.com";
      calls.add(() -> send(box, to, to));
    }

    List<Answer> answers = LocalSystem.atOnce(50, calls);

    List<Answer> taken = answers.stream().filter(answer -> answer.status() == 202).toList();
    assertThat(taken).hasSize(20);
    answers.stream()
        .filter(answer -> answer.status() != 202)
        .forEach(answer -> {
          assertThat(answer.status()).isEqualTo(402);
          assertThat(answer.body().path("code").asString()).isEqualTo("insufficient_credits");
        });
    assertThat(items(box, "job")).hasSize(20);
    LocalSystem.until(() -> number(purse(box), "reserved") == 0);
    assertThat(number(purse(box), "available")).isZero();
    assertThat(items(box, "ledger")).as("a grant and 20 captures").hasSize(21);
    assertThat(ledgerSum(box)).isZero();
    JsonNode first = taken.getFirst().body();
    String to = first.path("recipients").path(0).path("address").asString();
    Answer again = send(box, to, to);
    assertThat(again.response().body()).isEqualTo(taken.getFirst().response().body());
    assertThat(again.header("idempotent-replayed")).isEqualTo("true");
    assertThat(items(box, "recipient")).as("no orphans").hasSize(20);
    assertThat(items(box, "conversation")).as("no orphans").hasSize(20);
  }

  @Test
  void aBounceAfterTheCaptureMovesNothingAndACancelledMessageCostsNothing() {
    Box box = signUp("bouncy");
    approve(box);
    grant(box, 5);
    String sendAt = system.now().plusSeconds(3600).toString();

    Answer bounced = LocalSystem.expect(202, send(box, "bounce@simulator.amazonses.com", "b"));
    Answer scheduled =
        LocalSystem.expect(
            202,
            system.post(
                "/v1/messages/send",
                box.token,
                "{\"to\":\"later@example.com\",\"subject\":\"s\",\"text\":\"t\",\"sendAt\":\"%s\"}"
                    .formatted(sendAt)));
    String later = scheduled.body().path("outboundJobId").asString();
    String job = bounced.body().path("outboundJobId").asString();
    LocalSystem.until(() -> delivery(box, job).equals("bounced"));
    assertThat(credits(box, later)).isEqualTo("reserved");
    LocalSystem.expect(200, system.post("/v1/outbound-jobs/" + later + "/cancel", box.token, ""));

    assertThat(credits(box, later)).isEqualTo("released");
    assertThat(credits(box, job)).isEqualTo("captured");
    assertThat(number(purse(box), "available")).isEqualTo(4);
    assertThat(number(purse(box), "reserved")).isZero();
    assertThat(ledgerSum(box)).isEqualTo(4);
    assertThat(items(box, "ledger")).as("grant, capture, release").hasSize(3);
  }

  @Test
  void aFreeTenantIsTakenAgainFromTheMomentItWasTold() {
    Box box = signUp("freely");
    grant(box, 20);
    LocalSystem.expect(202, send(box, "one@example.com", "1"));

    Answer refused = LocalSystem.expect(429, send(box, "two@example.com", "2"));
    JsonNode policy = policy(box);

    String resetsAt = refused.body().path("binding").path("resetsAt").asString();
    assertThat(refused.body().path("code").asString()).isEqualTo("hourly_quota_exceeded");
    assertThat(policy.path("usage").path("nextSlotAt").asString()).isEqualTo(resetsAt);
    assertThat(policy.path("usage").path("hour").asInt()).isEqualTo(1);
    system.advance("PT59M");
    LocalSystem.expect(429, send(box, "two@example.com", "2"));
    system.advance("PT1M");
    assertThat(system.now()).isAfterOrEqualTo(Instant.parse(resetsAt));
    LocalSystem.expect(202, send(box, "two@example.com", "2"));
  }

  @Test
  void largeLimitsAreExactThroughTheWholeSystem() {
    Box box = signUp("larger");
    LocalSystem.expect(
        200,
        system.call(
            "PUT",
            "/v1/tenants/" + box.tenant + "/send-policy",
            LocalRun.ADMIN_KEY,
            "{\"billingState\":\"paid_review\",\"outboundStatus\":\"external_review\"}"));
    grant(box, 200);
    LocalSystem.expect(202, sendToMany(box, 49));
    system.advance("PT10M");
    LocalSystem.expect(202, sendToMany(box, 6));

    Answer refused = LocalSystem.expect(429, sendToMany(box, 1));
    JsonNode usage = policy(box).path("usage");

    String resetsAt = refused.body().path("binding").path("resetsAt").asString();
    assertThat(refused.body().path("code").asString()).isEqualTo("hourly_quota_exceeded");
    assertThat(refused.body().path("binding").path("used").asInt()).isEqualTo(55);
    assertThat(usage.path("hour").asInt()).isEqualTo(55);
    assertThat(usage.path("day").asInt()).isEqualTo(55);
    assertThat(usage.path("nextSlotAt").asString()).isEqualTo(resetsAt);
    assertThat(items(box, "moments")).hasSize(1);
    system.advance("PT50M");
    assertThat(system.now()).isAfterOrEqualTo(Instant.parse(resetsAt));
    LocalSystem.expect(202, sendToMany(box, 1));
    assertThat(LocalSystem.expect(429, sendToMany(box, 1)).body().path("code").asString())
        .isEqualTo("daily_quota_exceeded");
    assertThat(policy(box).path("usage").path("day").asInt()).isEqualTo(56);
  }

  private static Answer sendToMany(Box box, int recipients) {
    String to =
        Stream.generate(() -> "\"%s@example.com\"".formatted(UUID.randomUUID()))
            .limit(recipients)
            .collect(Collectors.joining(","));
    return sendTo(box, "[" + to + "]", UUID.randomUUID().toString());
  }

  @Test
  void complaintsSuspendATenantAndWhatWaitsDoesNotLeave() {
    Box box = signUp("spammer");
    approve(box);
    grant(box, 40);
    for (int i = 0; i < 20; i++) {
      LocalSystem.expect(202, send(box, "reader" + i + "@example.com", "r" + i));
    }
    String sendAt = system.now().plusSeconds(3600).toString();
    String waiting =
        LocalSystem.expect(
                202,
                system.post(
                    "/v1/messages/send",
                    box.token,
                    "{\"to\":\"later@example.com\",\"subject\":\"s\",\"text\":\"t\",\"sendAt\":\"%s\"}"
                        .formatted(sendAt)))
            .body()
            .path("outboundJobId")
            .asString();
    LocalSystem.expect(202, send(box, "complaint+1@example.com", "a1"));
    LocalSystem.expect(202, send(box, "complaint+2@example.com", "a2"));
    LocalSystem.until(() -> policy(box).path("outboundStatus").asString().equals("suspended"));

    assertThat(policy(box).path("reason").asString()).contains("2 complaints about");
    Answer refused = LocalSystem.expect(403, send(box, "more@example.com", "m"));
    assertThat(refused.body().path("code").asString()).isEqualTo("outbound_suspended");
    system.advance("PT2H");
    LocalSystem.until(() -> job(box, waiting).path("status").asString().equals("failed"));
    assertThat(credits(box, waiting)).isEqualTo("released");
    assertThat(job(box, waiting).path("lastError").path("code").asString())
        .isEqualTo("outbound_suspended");
    assertThat(system.mailTo("later@example.com")).isEmpty();
  }

  private static JsonNode policy(Box box) {
    return LocalSystem.expect(
            200, system.get("/v1/tenants/" + box.tenant + "/send-policy", box.token))
        .body();
  }

  /// A tenant with a mailbox.
  private record Box(String tenant, String address, String token) {}

  private static Box signUp(String alias) {
    JsonNode made =
        LocalSystem.expect(
                201,
                system.post(
                    "/public/signup",
                    "",
                    """
                    {"mailboxAlias": "%s", "agentName": "Agent", "operatorEmail":
                     "operator@example.com", "productName": "Run", "useCase": "A test"}
                    """
                        .formatted(alias)))
            .body();
    return new Box(
        made.path("tenantId").asString(),
        made.path("mailboxAddress").asString(),
        made.path("accessToken").asString());
  }

  private static void approve(Box box) {
    LocalSystem.expect(
        200,
        system.post(
            "/v1/tenants/" + box.tenant + "/review-decision",
            LocalRun.ADMIN_KEY,
            "{\"decision\":\"approve_external\"}"));
  }

  private static void grant(Box box, int credits) {
    LocalSystem.expect(
        200,
        system.post(
            "/v1/tenants/" + box.tenant + "/credits",
            LocalRun.ADMIN_KEY,
            "{\"credits\":%d,\"reason\":\"For a test.\"}".formatted(credits)));
  }

  private static Answer send(Box box, String to, String key) {
    return sendTo(box, "\"" + to + "\"", key);
  }

  private static Answer sendTo(Box box, String to, String key) {
    Answer answer;
    do {
      answer =
          system.post(
              "/v1/messages/send",
              box.token,
              "{\"to\":%s,\"subject\":\"s\",\"text\":\"t\"}".formatted(to),
              "idempotency-key",
              key);
    } while (answer.status() == 503);
    return answer;
  }

  private static JsonNode job(Box box, String id) {
    return LocalSystem.expect(200, system.get("/v1/outbound-jobs/" + id, box.token)).body();
  }

  private static String delivery(Box box, String id) {
    return job(box, id).path("deliveryStatus").asString();
  }

  private static String credits(Box box, String id) {
    return job(box, id).path("creditState").asString();
  }

  private static List<Map<String, AttributeValue>> items(Box box, String kind) {
    return system.contents().stream()
        .filter(item -> item.containsKey("kind") && item.get("kind").s().equals(kind))
        .filter(item ->
            item.containsKey("tenant")
                ? item.get("tenant").s().equals(box.tenant)
                : text(item, "pk").contains(box.tenant))
        .toList();
  }

  private static Map<String, AttributeValue> purse(Box box) {
    return items(box, "purse").getFirst();
  }

  private static long ledgerSum(Box box) {
    return items(box, "ledger").stream()
        .mapToLong(line -> number(line, "available") + number(line, "reserved"))
        .sum();
  }

  private static long number(Map<String, AttributeValue> item, String name) {
    return Long.parseLong(Objects.requireNonNull(item.get(name), name).n());
  }

  private static String text(Map<String, AttributeValue> item, String name) {
    return Objects.requireNonNull(item.get(name), name).s();
  }
}
