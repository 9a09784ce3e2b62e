package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Mail through a day on which everything goes wrong: no mail is lost, and none goes out twice
/// unless its message asked for that. `-Dposthouse.fault.sends=5000` makes the long run of it.
class FaultRunTest {
  private static final int SENDS = Integer.getInteger("posthouse.fault.sends", 120);

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
  void nothingIsLostAndNothingIsSentTwiceUnasked() {
    Account account = system.account("scale");
    system.faults(
        """
        [{"target":"ses","kind":"timeout_after","rate":0.05,"seed":1},
         {"target":"ses","kind":"timeout_before","rate":0.05,"seed":2},
         {"target":"ses","kind":"crash","rate":0.03,"seed":3},
         {"target":"dynamodb","kind":"timeout_after","rate":0.01,"seed":4},
         {"target":"dynamodb","kind":"transaction_conflict","rate":0.02,"seed":5},
         {"target":"events","kind":"drop","rate":0.3,"seed":6},
         {"target":"events","kind":"duplicate","rate":0.2,"seed":7},
         {"target":"stream","kind":"duplicate","rate":0.1,"seed":8}]
        """);
    List<Callable<String>> calls = new ArrayList<>();
    for (int i = 0; i < SENDS; i++) {
      int n = i;
      calls.add(() -> taken(account, n));
    }
    Map<String, String> jobs = new HashMap<>();
    List<String> ids = LocalSystem.atOnce(8, calls);
    for (int i = 0; i < SENDS; i++) {
      jobs.put(ids.get(i), recipient(i));
    }
    advance(8, "PT5M");
    system.faults("[]");
    advance(25, "PT1H");

    assertThat(jobs).hasSize(SENDS);
    jobs.forEach((id, recipient) -> {
      JsonNode job = system.job(account, id).body();
      String status = job.path("status").asString();
      int mails = system.mailTo(recipient).size();
      boolean again = recipient.startsWith("least");
      assertThat(status).as("%s to %s", id, recipient).isIn("sent", "failed");
      // What counts as sent went out; what did not count may have, and is called unknown.
      if (status.equals("sent")) {
        assertThat(mails).as("%s to %s", id, recipient).isPositive();
      } else {
        assertThat(job.path("lastError").path("code").asString())
            .as("%s to %s", id, recipient)
            .isEqualTo("unknown_outcome");
      }
      if (again) {
        assertThat(status).as("%s to %s", id, recipient).isEqualTo("sent");
      } else {
        assertThat(mails).as("%s to %s", id, recipient).isLessThanOrEqualTo(1);
      }
    });
  }

  /// In steps, each of which is answered in time however many jobs there are.
  private static void advance(int steps, String step) {
    for (int i = 0; i < steps; i++) {
      system.advance(step);
    }
  }

  private static String recipient(int number) {
    return (number % 2 == 0 ? "least" : "most") + number + "@example.com";
  }

  /// The id of the job, asked for again with the same key until it is taken.
  private static String taken(Account account, int number) {
    String body =
        "{\"to\":\"%s\",\"subject\":\"s\",\"text\":\"t\",\"deliveryGuarantee\":\"%s\"}"
            .formatted(recipient(number), number % 2 == 0 ? "at_least_once" : "at_most_once");
    while (true) {
      LocalSystem.Answer answer =
          system.post(
              LocalSystem.sendPath(account), account.key(), body, "idempotency-key", "n" + number);
      if (answer.status() == 202) {
        return answer.body().path("outboundJobId").asString();
      }
      assertThat(answer.status()).as(answer.response().body()).isGreaterThanOrEqualTo(500);
    }
  }
}
