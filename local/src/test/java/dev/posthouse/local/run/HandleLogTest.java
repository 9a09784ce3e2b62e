package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What `grep` finds in the log of the whole system.
class HandleLogTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void theLinesOfAnIdentityAreThoseThatNameItAndNoRecipientIsReadable() throws Exception {
    try (var system = LocalSystem.start(new PrintStream(printed, true, StandardCharsets.UTF_8))) {
      Account one = system.account("starter");
      Account other = system.account("starter");
      String loud = one.handle().toUpperCase(Locale.ROOT);
      LocalSystem.expect(202, system.send(new Account(one.key(), loud), "mona@example.com"));
      LocalSystem.expect(202, system.send(other, "nils@example.com"));
      LocalSystem.until(() -> system.mailTo("mona@example.com").size() == 1);
      LocalSystem.until(() -> system.mailTo("nils@example.com").size() == 1);
      String encoded = URLEncoder.encode(loud, StandardCharsets.UTF_8);
      LocalSystem.expect(
          200, system.get("/v1/identities/" + encoded + "/conversations", one.key()));
      LocalSystem.until(() -> lines(one).stream().anyMatch(line -> message(line).equals("sent")));
    }

    for (String line : text().lines().filter(it -> it.startsWith("{")).toList()) {
      JsonNode json = LocalSystem.JSON.readTree(line);
      assertThat(line).doesNotContain("mona@example.com", "nils@example.com");
      String route = json.path("route").asString("");
      if (route.contains("{handle}")) {
        assertThat(json.path("identity").asString("")).as(line).contains("@").isLowerCase();
      }
    }
  }

  private List<JsonNode> lines(Account account) {
    return text()
        .lines()
        .filter(line -> line.startsWith("{") && line.contains(account.handle()))
        .map(LocalSystem.JSON::readTree)
        .toList();
  }

  private static String message(JsonNode line) {
    return line.path("message").asString("");
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
