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

  /// The cost of one send with an idempotency key, which reads all that a send can read.
  private static JsonNode send(Account account, String to) {
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
