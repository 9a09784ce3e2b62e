package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A pool and its domains through the real handlers, schedules and stream.
class PoolLifeTest {
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
  void aDomainIsProvenByTheRecordsThatAreListed() {
    Account account = system.account("growth");
    String domains = "/v1/identities/" + account.handle() + "/domains";
    JsonNode added =
        LocalSystem.expect(
                201, system.post(domains, account.key(), "{\"domain\":\"mail.acme.example\"}"))
            .body();
    assertThat(added.path("state").asString()).isEqualTo("pending");

    String pasted = "{\"records\":" + added.path("records") + "}";
    LocalSystem.expect(200, system.call("PUT", "/_local/dns", "", pasted));
    system.advance("PT16M");

    JsonNode proven = system.get(domains, account.key()).body().path("items").path(0);
    assertThat(proven.path("state").asString()).isEqualTo("verified");
    assertThat(types(account, "domain.verified")).hasSize(1);
  }

  @Test
  void mailboxesThatAreComplainedOfArePulledAndComeBack() {
    Account account = system.account("growth");
    // Of nine from four mailboxes, one has sent three.
    for (int i = 0; i < 9; i++) {
      LocalSystem.expect(
          202, system.send(account, "complaint+%d@simulator.amazonses.com".formatted(i)));
    }
    system.advance("PT31M");

    assertThat(types(account, "mailbox.pulled")).isNotEmpty();
    JsonNode pulled =
        pool(account).stream()
            .filter(mailbox -> mailbox.path("state").asString().equals("pulled"))
            .findFirst()
            .orElseThrow();
    assertThat(pulled.path("cause").asString()).isEqualTo("complaints");
    assertThat(pulled.path("capToday").asInt()).isZero();
    assertThat(pulled.path("healthLines").path(0).path("rule").asString()).isEqualTo("complaints");

    system.advance("P13D");
    assertThat(pool(account))
        .extracting(mailbox -> mailbox.path("state").asString())
        .containsOnly("active");
  }

  private static List<JsonNode> pool(Account account) {
    return LocalSystem.expect(
            200, system.get("/v1/identities/" + account.handle() + "/pool", account.key()))
        .body()
        .path("mailboxes")
        .valueStream()
        .toList();
  }

  private static List<JsonNode> types(Account account, String type) {
    return LocalSystem.expect(
            200,
            system.get(
                "/v1/identities/" + account.handle() + "/events?types=" + type, account.key()))
        .body()
        .path("events")
        .valueStream()
        .toList();
  }
}
