package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What runs while the clock is put forward, and what is left out because it would find nothing.
class IdleTest {
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
  void poolsAreLookedAtOnceAnHourAsLongAsNothingChanges() {
    system.advance("PT3H");
    assertThat(repairs("PT5H")).isBetween(5, 6);
  }

  @Test
  void whatIsWrittenOrPublishedIsLookedAtAQuarterOfAnHourLater() {
    Account account = system.account("starter");
    system.advance("PT3H");

    LocalSystem.expect(202, system.send(account, "ada@example.com"));
    assertThat(repairs("PT16M")).isPositive();
    system.advance("PT3H");
    LocalSystem.expect(
        200,
        system.call(
            "PUT",
            "/_local/dns",
            "",
            "{\"records\":[{\"type\":\"TXT\",\"name\":\"a.example\",\"value\":\"b\"}]}"));
    assertThat(repairs("PT16M")).isPositive();
  }

  private static int repairs(String duration) {
    LocalSystem.expect(200, system.call("POST", "/_local/meter/reset", "", ""));
    system.advance(duration);
    JsonNode routes =
        LocalSystem.expect(200, system.get("/_local/meter", "")).body().path("routes");
    return routes.path("RepairFunction").path("calls").asInt();
  }
}
