package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import dev.posthouse.local.run.LocalSystem.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What a send costs by DynamoDB's billing rules, as `docs/data-model.md` says.
class CostTest {
  private static final String SEND = "POST /v1/identities/{handle}/send";

  private static LocalSystem system;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @Test
  void aSendCostsFourWriteUnitsAndNineWhereItOpensAConversation() {
    Account account = system.account("growth");
    send(account, "warm.up@example.com");

    assertCost(send(account, "new@example.com"), 9);
    assertCost(send(account, "new@example.com"), 4);
  }

  @Test
  void aPoolOf220CostsTwoUnitsMore() {
    Account account = system.account("elite");
    // The sheet grows with the mailboxes that were used; nearly all are by then.
    for (int i = 0; i < 9; i++) {
      var to = new StringBuilder();
      for (int j = 0; j < 50; j++) {
        to.append(j == 0 ? "" : ",").append("\"p%d.%d@example.com\"".formatted(i, j));
      }
      LocalSystem.expect(
          202,
          system.post(
              LocalSystem.sendPath(account),
              account.key(),
              "{\"to\":[%s],\"subject\":\"s\",\"text\":\"t\"}".formatted(to)));
    }

    assertCost(send(account, "new@example.com"), 11);
    assertCost(send(account, "new@example.com"), 6);
  }

  @Test
  void theLifeOfAFollowUpCostsWhatItsChangesDo() {
    Account account = system.account("growth");
    send(account, "life@example.com");
    system.advance("PT1M");
    // Whether SES's events or our own writes come first is chance, so none comes.
    system.faults("{\"target\":\"events\",\"kind\":\"drop\"}");

    system.post("/_local/meter/reset", "", "");
    LocalSystem.expect(202, system.send(account, "life@example.com"));
    system.advance("PT10S");

    JsonNode cost = system.get("/_local/meter", "").body().path("routes");
    system.faults("{\"target\":\"events\",\"kind\":\"drop\",\"count\":0}");
    assertUnits(cost, SEND, 4);
    // Claim, sent.
    assertUnits(cost, "DeliverFunction", 2);
    // The message; the conversation and its place in the index, which is left and taken; what the
    // event log says: accepted, sent.
    assertUnits(cost, "RelayFunction", 1 + 3 + 2);
    int all = 0;
    for (JsonNode usage : cost) {
      all += usage.path("wru").asInt();
    }
    assertThat(all).as("nobody else writes: %s", cost).isEqualTo(4 + 2 + 6);
  }

  /// One figure each: all that anybody writes, from the request to SES's word that it arrived.
  @Test
  void aWholeLifeCosts14UnitsAnd18WhereItOpensAConversationAndAWebhookAddsItsRuns()
      throws Exception {
    Account account = system.account("growth");
    whole(account, "first.of.the.day@example.com");

    JsonNode opening = whole(account, "whole@example.com");
    JsonNode followUp = whole(account, "whole@example.com");
    assertThat(total(opening)).as(opening.toString()).isBetween(17, 18);
    assertThat(total(followUp)).as(followUp.toString()).isBetween(13, 14);

    try (Receiver receiver = Receiver.start()) {
      LocalSystem.expect(
          201,
          system.post("/v1/webhooks", account.key(), "{\"url\":\"%s\"}".formatted(receiver.url())));
      system.advance("PT6S");
      JsonNode pushed = whole(account, "whole@example.com");
      assertThat(receiver.taken()).hasSize(3);
      int webhook = pushed.path("PushFunction").path("wru").asInt();
      // A run claims, keeps its attempts, releases; three events come in one run, or in up to
      // three,
      // of which a second may meet the first at work.
      assertThat(webhook).as(pushed.toString()).isBetween(3, 11);
      assertThat(total(pushed) - webhook).as(pushed.toString()).isBetween(13, 14);
    }
  }

  /// What everybody used for one message.
  private static JsonNode whole(Account account, String to) {
    system.post("/_local/meter/reset", "", "");
    Answer sent = LocalSystem.expect(202, system.send(account, to));
    system.advance("PT1M");
    JsonNode cost = system.get("/_local/meter", "").body().path("routes");
    JsonNode job = system.job(account, sent.body().path("outboundJobId").asString()).body();
    assertThat(job.path("deliveryStatus").asString()).isEqualTo("delivered");
    return cost;
  }

  /// All write units, but the odd one: here SES's four notices come at one moment, so that some
  /// read the job as another of them is just writing it, and write in vain.
  private static int total(JsonNode cost) {
    int feedback = cost.path("FeedbackFunction").path("wru").asInt();
    assertThat(feedback).as(cost.toString()).isBetween(1, 4);
    return cost.valueStream().mapToInt(usage -> usage.path("wru").asInt()).sum() - feedback + 1;
  }

  @Test
  void theLifeOfAPrepaidMessageCostsAtMost22Units() {
    JsonNode made = signUp("costly");
    String tenant = "/v1/tenants/" + made.path("tenantId").asString();
    String admin = LocalRun.ADMIN_KEY;
    system.post(tenant + "/review-decision", admin, "{\"decision\":\"approve_external\"}");
    system.post(tenant + "/credits", admin, "{\"credits\":9,\"reason\":\"For a test.\"}");
    String token = made.path("accessToken").asString();
    String body = "{\"to\":\"prepaid@example.com\",\"subject\":\"s\",\"text\":\"t\"}";
    LocalSystem.expect(202, system.post("/v1/messages/send", token, body));
    system.advance("PT1M");
    // Whether SES's events or our own writes come first is chance, so none comes.
    system.faults("{\"target\":\"events\",\"kind\":\"drop\"}");

    system.post("/_local/meter/reset", "", "");
    LocalSystem.expect(202, system.post("/v1/messages/send", token, body));
    system.advance("PT10S");

    JsonNode cost = system.get("/_local/meter", "").body().path("routes");
    system.faults("{\"target\":\"events\",\"kind\":\"drop\",\"count\":0}");
    // Sheet, purse, job.
    assertUnits(cost, "POST /v1/messages/send", 6);
    // The claim; then job, purse and a line of the ledger.
    assertUnits(cost, "DeliverFunction", 1 + 6);
    assertUnits(cost, "RelayFunction", 1 + 3 + 2);
    // What the event of the delivery adds: the job, and what the event log says of it.
    assertThat(6 + 1 + 6 + 6 + 2).isLessThanOrEqualTo(22);
  }

  @Test
  void aMessageInsideCostsTwoUnitsForTheTenantsHour() {
    String to = signUp("inside-to").path("mailboxAddress").asString();
    String token = signUp("inside-from").path("accessToken").asString();
    String body = "{\"to\":\"%s\",\"subject\":\"s\",\"text\":\"t\"}".formatted(to);

    for (int units : List.of(11, 6)) {
      system.post("/_local/meter/reset", "", "");
      LocalSystem.expect(202, system.post("/v1/messages/send", token, body));

      JsonNode cost = system.get("/_local/meter", "").body().path("routes");
      assertUnits(cost, "POST /v1/messages/send", units);
    }
  }

  private static JsonNode signUp(String alias) {
    return LocalSystem.expect(
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
  }

  @Test
  void anEventOfSesCostsOneUnitAndByItsSecondWayAtMostOneMore() {
    Account account = system.account("growth");

    assertUnits(delivered(account, "one@example.com", 1), "FeedbackFunction", 1);

    // Both come at the same moment here. Whoever is slower has read the job as it was, and pays for
    // learning that it is another by now; waiting would cost more than that.
    JsonNode twice = delivered(account, "two@example.com", 2);
    assertThat(twice.path("FeedbackFunction").path("wru").asInt()).isBetween(1, 2);
    assertThat(twice.path("FeedbackFunction").path("rru").asDouble()).isEqualTo(2);
  }

  /// What a dispatch costs of which so many notices arrive: of the delivery, not of the sending.
  private static JsonNode delivered(Account account, String to, int notices) {
    String sendAt = system.now().plus(Duration.ofMinutes(2)).toString();
    String body =
        "{\"to\":\"%s\",\"subject\":\"s\",\"text\":\"t\",\"sendAt\":\"%s\"}".formatted(to, sendAt);
    LocalSystem.expect(202, system.post(LocalSystem.sendPath(account), account.key(), body));
    system.advance("PT30S");
    // SES plans four as it takes the mail: that it was sent and delivered, each by two ways.
    system.faults("{\"target\":\"events\",\"kind\":\"drop\",\"count\":%d}".formatted(4 - notices));
    system.post("/_local/meter/reset", "", "");
    system.advance("PT3M");
    JsonNode cost = system.get("/_local/meter", "").body().path("routes");
    assertThat(cost.path("FeedbackFunction").path("calls").asInt())
        .as(cost.toString())
        .isEqualTo(notices);
    return cost;
  }

  private static void assertUnits(JsonNode cost, String label, int writeUnits) {
    assertThat(cost.path(label).path("wru").asInt())
        .as("%s in %s", label, cost)
        .isEqualTo(writeUnits);
  }

  /// The cost of one send with an idempotency key, which reads all that a send can read.
  private static JsonNode send(Account account, String to) {
    // The pool is read once a minute, whoever comes first: not by the send that is counted.
    LocalSystem.expect(
        200,
        system.post(
            LocalSystem.sendPath(account) + "?dryRun=true",
            account.key(),
            "{\"to\":\"%s\",\"subject\":\"s\",\"text\":\"t\"}".formatted(to)));
    system.post("/_local/meter/reset", "", "");
    LocalSystem.expect(
        202, system.send(account, to, "idempotency-key", account.handle() + System.nanoTime()));
    return system.get("/_local/meter", "").body().path("routes").path(SEND);
  }

  private static void assertCost(JsonNode cost, int writeUnits) {
    assertThat(cost.path("wru").asInt()).isEqualTo(writeUnits);
    assertThat(cost.path("rru").asDouble()).isLessThanOrEqualTo(3);
    assertThat(cost.path("requests").asInt()).as("key, batch read, transaction").isEqualTo(3);
  }
}
