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
  void aDomainWhoseZoneTheOperatorKeepsIsProvenByItself() {
    Account account = system.account("growth");
    String domains = "/v1/identities/" + account.handle() + "/domains";
    zone("one.example", tenant(account));
    zone("two.example", "tnt_0123456789abcdef");
    for (String name : List.of("mail.one.example", "two.example")) {
      LocalSystem.expect(
          201, system.post(domains, account.key(), "{\"domain\":\"%s\"}".formatted(name)));
    }
    system.advance("PT16M");

    JsonNode items = system.get(domains, account.key()).body().path("items");
    assertThat(items.path(0).path("state").asString()).isEqualTo("verified");
    assertThat(items.path(0).path("managedBy").asString()).isEqualTo("route53");
    assertThat(items.path(1).path("state").asString()).isEqualTo("pending");
    assertThat(items.path(1).path("managedBy").asString()).isEqualTo("customer");
  }

  @Test
  void aDomainIsRegisteredGetsItsRecordsAndIsProven() {
    Account account = system.account("growth");
    String domains = "/v1/identities/" + account.handle() + "/domains";
    for (String name : List.of("acme-life.com", "unlucky-life.com")) {
      JsonNode begun =
          LocalSystem.expect(
                  201,
                  system.post(
                      domains,
                      account.key(),
                      "{\"domain\":\"%s\",\"register\":true}".formatted(name)))
              .body();
      assertThat(begun.at("/registration/state").asString()).isEqualTo("submitted");
    }
    system.advance("PT1H");

    JsonNode items = system.get(domains, account.key()).body().path("items");
    assertThat(items.at("/0/registration/state").asString()).isEqualTo("registered");
    assertThat(items.at("/0/state").asString()).isEqualTo("verified");
    assertThat(items.at("/1/registration/state").asString()).isEqualTo("failed");
    assertThat(items.at("/1/registration/message").asString()).contains("declined");
    assertThat(types(account, "domain.verified")).hasSize(1);
  }

  private static void zone(String name, String tenant) {
    String body = "{\"name\":\"%s\",\"tenant\":\"%s\"}".formatted(name, tenant);
    LocalSystem.expect(200, system.call("PUT", "/_local/zones", "", body));
  }

  private static String tenant(Account account) {
    return LocalSystem.expect(200, system.get("/v1/billing/account", account.key()))
        .body()
        .path("tenantId")
        .asString();
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
