package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A pool from its first day on, through the real handlers, schedules and stream: its domains are
/// proven by their records, its mailboxes begin at stage 0, and every day as much is sent as they
/// may.
///
/// A build lets it live some days. Until it is warm: `-Dposthouse.weeks.days=42`.
class FirstWeeksTest {
  private static final int DAYS = Integer.getInteger("posthouse.weeks.days", 4);
  private static final int WARM_AFTER = 28;
  private static final int PER_REQUEST = 20;
  private static final String IDENTITY = "/v1/identities/young@posthouse.example";
  private static final List<String> DOMAINS = List.of("one.example", "two.example");

  private static LocalSystem system;
  private static String key;
  private int recipients;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.with(Map.of("Provisioning", "manual"));
    key =
        LocalSystem.expect(
                201,
                system.post(
                    "/v1/tenants",
                    LocalRun.ADMIN_KEY,
                    Map.of("name", "Young", "operatorEmail", "operator@example.com")))
            .body()
            .path("key")
            .asString();
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @Test
  void aPoolGrowsAlongTheCurveAndNoDayIsOverItsCap() {
    open();
    // From here on each day begins a little after the warmup's run.
    system.advance("PT16H");
    List<Integer> capacities = new ArrayList<>();
    for (int day = 0; day < DAYS; day++) {
      List<JsonNode> pool = pool();
      assertThat(pool)
          .as("day %d", day)
          .allSatisfy(box -> assertThat(box.path("state").asString()).isEqualTo("active"))
          .extracting(box -> box.path("stage").asInt())
          .containsOnly(Math.min(100, Math.round(100f * day / WARM_AFTER)));
      int capacity = number(identity(), "capacityToday");
      assertThat(capacity)
          .isEqualTo(Math.min(300, pool.stream().mapToInt(box -> number(box, "capToday")).sum()));
      capacities.add(capacity);
      sendAll(capacity);
      assertThat(system.send(account(), "one-more@example.com").status()).isEqualTo(429);
      assertThat(pool().stream().mapToInt(box -> number(box, "usedToday")).sum())
          .isEqualTo(capacity);
      assertThat(pool())
          .allSatisfy(box ->
              assertThat(number(box, "usedToday")).isLessThanOrEqualTo(number(box, "capToday")));
      system.advance("P1D");
    }
    System.out.println("first weeks: capacity by day " + capacities);
    assertThat(capacities).isSorted().startsWith(16);
    if (DAYS > WARM_AFTER) {
      assertThat(capacities).endsWith(300);
      assertThat(identity().path("lifecycle").asString()).isEqualTo("steady");
    }
  }

  /// Pastes the records of its domains, as its owner would.
  private void open() {
    LocalSystem.expect(
        201,
        system.post(
            "/v1/identities",
            key,
            """
            {"handle": "young@posthouse.example", "displayName": "Yara Young", "tier": "growth",
             "domains": ["%s", "%s"]}
            """
                .formatted(DOMAINS.get(0), DOMAINS.get(1))));
    for (String domain : DOMAINS) {
      // Asked once, SES names the keys whose records are missing still.
      String verify = IDENTITY + "/domains/" + domain + "/verify";
      JsonNode records =
          LocalSystem.expect(200, system.post(verify, key, "")).body().path("records");
      LocalSystem.expect(
          200, system.call("PUT", "/_local/dns", "", "{\"records\":" + records + "}"));
    }
  }

  private void sendAll(int count) {
    for (int left = count; left > 0; left -= PER_REQUEST) {
      int batch = Math.min(left, PER_REQUEST);
      List<String> to =
          IntStream.range(recipients, recipients + batch)
              .mapToObj("person%d@example.com"::formatted)
              .toList();
      recipients += batch;
      LocalSystem.expect(
          202,
          system.post(
              IDENTITY + "/send", key, Map.of("to", to, "subject", "Hello", "text", "A word.")));
    }
  }

  private LocalSystem.Account account() {
    return new LocalSystem.Account(key, "young@posthouse.example");
  }

  private JsonNode identity() {
    return LocalSystem.expect(200, system.get(IDENTITY, key)).body();
  }

  private List<JsonNode> pool() {
    return LocalSystem.expect(200, system.get(IDENTITY + "/pool", key))
        .body()
        .path("mailboxes")
        .valueStream()
        .toList();
  }

  private static int number(JsonNode node, String field) {
    assertThat(node.path(field).isNumber()).as(field + " of " + node).isTrue();
    return node.path(field).asInt();
  }
}
