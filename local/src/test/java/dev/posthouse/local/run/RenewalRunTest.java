package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A tier that costs something, through the schedule, the event log and the ledger.
class RenewalRunTest {
  @Test
  void aTierIsChargedByTheScheduleAndWhoCannotPayIsTold() throws Exception {
    try (LocalSystem system = LocalSystem.with(Map.of("TierPrices", "growth=900"))) {
      Account account = system.account("growth");
      system.advance("PT15M");
      LocalSystem.until(() -> dues(system, account).size() == 1);

      JsonNode due = dues(system, account).getFirst().path("data");
      assertThat(due.path("identity").asString()).isEqualTo(account.handle());
      assertThat(due.path("tier").asString()).isEqualTo("growth");
      assertThat(due.path("credits").asInt()).isEqualTo(900);
      JsonNode before = system.get("/v1/billing/account", account.key()).body();
      String credits = "/v1/tenants/" + before.path("tenantId").asString() + "/credits";
      LocalSystem.expect(
          200,
          system.post(
              credits,
              LocalRun.ADMIN_KEY,
              Map.of("credits", 1000, "reason", "Paid."),
              "idempotency-key",
              "paid"));
      system.advance("PT1H");

      assertThat(renewals(system, account)).containsExactly(-900);
      assertThat(
              system
                  .get("/v1/billing/account", account.key())
                  .body()
                  .path("availableCredits")
                  .asInt())
          .isEqualTo(100);
      assertThat(dues(system, account)).hasSize(1);
    }
  }

  private static List<JsonNode> dues(LocalSystem system, Account account) {
    List<JsonNode> found = new ArrayList<>();
    system
        .get(
            "/v1/identities/" + account.handle() + "/events?types=identity.payment_due",
            account.key())
        .body()
        .path("events")
        .forEach(found::add);
    return found;
  }

  private static List<Integer> renewals(LocalSystem system, Account account) {
    List<Integer> found = new ArrayList<>();
    system
        .get("/v1/billing/ledger", account.key())
        .body()
        .path("items")
        .forEach(line -> {
          if (line.path("entryType").asString().equals("renewal")) {
            found.add(line.path("creditsDelta").asInt());
          }
        });
    return found;
  }
}
