package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
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
    // The sheet grows with the mailboxes that were used; all of them soon are.
    for (int i = 0; i < 12; i++) {
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
  void theRestOfALifeCostsNoMoreThanItsChangesDo() {
    Account account = system.account("growth");
    send(account, "life@example.com");
    system.advance("PT1M");
    // Of SES's events leave one: the delivery, by one of its two ways.
    system.faults("{\"target\":\"events\",\"kind\":\"drop\",\"count\":3}");

    JsonNode cost = life(account, "life@example.com");

    assertUnits(cost, SEND, 4);
    // Claim, sent.
    assertUnits(cost, "DeliverFunction", 2);
    // Delivered.
    assertUnits(cost, "FeedbackFunction", 1);
    // The message; the conversation and its place in the index, which is left and taken.
    assertUnits(cost, "RelayFunction", 1 + 3);
    assertThat(units(cost)).as("nobody else writes: %s", cost).isEqualTo(11);
  }

  /// Both ways are taken at the same moment here. Whoever is slower has read the job as it was, and
  /// pays for learning that it is another by now; waiting would cost more than that.
  @Test
  void theSameEventByItsSecondWayCostsAtMostOneUnit() {
    Account account = system.account("growth");
    send(account, "twice@example.com");
    system.advance("PT1M");
    system.faults("{\"target\":\"events\",\"kind\":\"drop\",\"count\":2}");

    JsonNode cost = life(account, "twice@example.com");

    assertThat(cost.path("FeedbackFunction").path("calls").asInt()).isEqualTo(2);
    assertThat(cost.path("FeedbackFunction").path("wru").asInt()).isBetween(1, 2);
    assertThat(cost.path("FeedbackFunction").path("rru").asDouble()).isEqualTo(2);
  }

  /// What everybody writes from the request until the mail is delivered and all is quiet.
  private static JsonNode life(Account account, String to) {
    system.post("/_local/meter/reset", "", "");
    LocalSystem.expect(202, system.send(account, to));
    system.advance("PT10S");
    return system.get("/_local/meter", "").body().path("routes");
  }

  private static void assertUnits(JsonNode cost, String label, int writeUnits) {
    assertThat(cost.path(label).path("wru").asInt())
        .as("%s in %s", label, cost)
        .isEqualTo(writeUnits);
  }

  private static int units(JsonNode cost) {
    int units = 0;
    for (JsonNode usage : cost) {
      units += usage.path("wru").asInt();
    }
    return units;
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
