package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A bad list and what comes of it, through the real handlers, schedules and stream: every step is
/// seen in the pool view and in the log, as a customer sees it.
class PoolTroubleTest {
  private static LocalSystem system;

  private Account account;
  private int recipients;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @BeforeEach
  void open() {
    account = system.account("starter");
  }

  @Test
  void aMailboxIsFrozenSetBackPulledComesBackAndIsReplacedInTheEnd() {
    String sick = mailbox(0).path("address").asString();
    String spare = mailbox(1).path("address").asString();
    operator(spare, "pulled");

    send("bounce", 2);
    system.advance("PT1H");
    assertThat(mailbox(0).path("band").asString()).isEqualTo("freeze");
    assertThat(mailbox(0).path("healthLines"))
        .extracting(line -> line.path("rule").asString())
        .containsExactly("hard_bounces");
    assertThat(mailbox(0).path("earnedDays").asDouble()).isEqualTo(28);
    int warmCap = mailbox(0).path("capToday").asInt();

    system.advance("P1D");
    assertThat(mailbox(0).path("earnedDays").asDouble()).isEqualTo(21);
    assertThat(mailbox(0).path("stage").asInt()).isEqualTo(75);
    assertThat(mailbox(0).path("capToday").asInt()).isLessThan(warmCap);

    send("complaint", 2);
    system.advance("PT1H");
    assertThat(mailbox(0).path("state").asString()).isEqualTo("pulled");
    assertThat(mailbox(0).path("cause").asString()).isEqualTo("complaints");
    assertThat(mailbox(0).path("capToday").asInt()).isZero();
    operator(spare, "active");

    List<String> way = states(12);
    assertThat(way).containsExactly("pulled", "quarantined", "restricted", "active");
    assertThat(mailbox(0).path("offences").asInt()).isEqualTo(1);

    operator(spare, "pulled");
    send("complaint", 2);
    system.advance("PT1H");
    assertThat(mailbox(0).path("offences").asInt()).isEqualTo(2);
    operator(spare, "active");
    assertThat(states(12)).endsWith("restricted", "active");

    operator(spare, "pulled");
    send("complaint", 2);
    system.advance("PT1H");
    assertThat(mailbox(0).path("state").asString()).isEqualTo("retired");
    JsonNode successor = mailbox(2);
    assertThat(successor.path("replaces").asString()).isEqualTo(sick);
    assertThat(successor.path("domain").asString()).isEqualTo(mailbox(0).path("domain").asString());
    assertThat(successor.path("eligible").asBoolean()).isTrue();
    send("bob", 1);
    assertThat(system.mailTo("bob+" + recipients + "@example.com"))
        .extracting(mail -> mail.path("from").asString())
        .containsExactly(successor.path("address").asString());

    List<JsonNode> pulls = events("mailbox.pulled", sick);
    assertThat(pulls)
        .extracting(event -> event.path("data").path("final").asBoolean())
        .containsExactly(false, false, true);
    assertThat(events("mailbox.replaced", ""))
        .singleElement()
        .satisfies(event -> {
          JsonNode data = event.path("data");
          assertThat(data.path("old").path("email").asString()).isEqualTo(sick);
          assertThat(data.path("new").path("email").asString())
              .isEqualTo(successor.path("address").asString());
          assertThat(data.path("reason").asString()).isEqualTo("complaints");
        });
  }

  /// The states the first mailbox goes through in that many days.
  private List<String> states(int days) {
    List<String> states = new ArrayList<>();
    for (int day = 0; day <= days; day++) {
      String state = mailbox(0).path("state").asString();
      if (states.isEmpty() || !states.getLast().equals(state)) {
        states.add(state);
      }
      if (state.equals("active")) {
        break;
      }
      system.advance("P1D");
    }
    return states;
  }

  private void send(String fate, int count) {
    for (int i = 0; i < count; i++) {
      recipients++;
      LocalSystem.expect(202, system.send(account, fate + "+" + recipients + "@example.com"));
    }
    system.advance("PT5M");
  }

  private JsonNode mailbox(int ordinal) {
    JsonNode pool =
        LocalSystem.expect(200, system.get(pool(), account.key())).body().path("mailboxes");
    return pool.valueStream()
        .filter(mailbox -> mailbox.path("ordinal").asInt() == ordinal)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no mailbox " + ordinal + " in " + pool));
  }

  private void operator(String address, String state) {
    LocalSystem.expect(
        200,
        system.call(
            "PATCH",
            pool() + "/" + address,
            LocalRun.ADMIN_KEY,
            "{\"state\":\"%s\",\"reason\":\"test\"}".formatted(state)));
  }

  private String pool() {
    return "/v1/identities/" + account.handle() + "/pool";
  }

  private List<JsonNode> events(String type, String address) {
    return LocalSystem.expect(
            200,
            system.get(
                "/v1/identities/" + account.handle() + "/events?types=" + type, account.key()))
        .body()
        .path("events")
        .valueStream()
        .filter(event ->
            address.isEmpty()
                || event.path("data").path("account").path("email").asString().equals(address))
        .toList();
  }
}
