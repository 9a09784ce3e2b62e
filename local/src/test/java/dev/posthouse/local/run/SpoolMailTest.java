package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthouse.local.run.LocalSystem.Account;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The mail that leaves, in the eyes of a parser that shares no code with ours: Python's `email`.
class SpoolMailTest {
  private static final String SCRIPT =
      """
      import json, sys
      from email import message_from_binary_file, policy
      mail = message_from_binary_file(sys.stdin.buffer, policy=policy.default)
      parts = list(mail.walk())
      print(json.dumps({
          "defects": [str(d) for part in parts for d in part.defects]
              + [str(d) for value in mail.values() for d in value.defects],
          "headers": {name.lower(): str(value) for name, value in mail.items()},
          "from": [[a.display_name, a.addr_spec] for a in mail["from"].addresses],
          "to": [a.addr_spec for a in mail["to"].addresses],
          "date": mail["date"].datetime.isoformat(),
          "type": mail.get_content_type(),
          "bodies": {p.get_content_type(): p.get_content() for p in parts if not p.is_multipart()},
      }))
      """;

  private static LocalSystem system;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @Test
  void aLetterInTextAndHtmlReadsAsItWasWritten() throws Exception {
    Account account = system.account("growth");
    String job =
        LocalSystem.expect(
                202,
                system.post(
                    LocalSystem.sendPath(account),
                    account.key(),
                    """
                    {"to":"python@example.com","subject":"Grüße, und ein Wort 📮",
                     "text":"Guten Tag,\\nßo ist es.\\n","html":"<p>Guten <b>Tag</b> 📮</p>"}
                    """))
            .body()
            .path("outboundJobId")
            .asString();

    JsonNode mail = parsedMailTo("python@example.com");

    assertThat(mail.path("defects")).isEmpty();
    JsonNode headers = mail.path("headers");
    assertThat(headers.path("subject").asString()).isEqualTo("Grüße, und ein Wort 📮");
    assertThat(mail.path("from").path(0).path(0).asString()).isEqualTo("Ana Pool");
    assertThat(mail.path("from").path(0).path(1).asString())
        .isEqualTo(system.job(account, job).body().path("account").path("email").asString());
    assertThat(mail.path("to").path(0).asString()).isEqualTo("python@example.com");
    assertThat(mail.path("to")).hasSize(1);
    assertThat(mail.path("date").asString()).startsWith("2031-05-14T");
    assertThat(headers.path("message-id").asString()).matches("<\\S+@email\\.amazonses\\.com>");
    assertThat(headers.path("x-posthouse-job").asString()).isEqualTo(job);
    assertThat(headers.path("list-unsubscribe").asString().strip()).matches("<http\\S+/u/\\S+>");
    assertThat(headers.path("list-unsubscribe-post").asString())
        .isEqualTo("List-Unsubscribe=One-Click");
    assertThat(mail.path("type").asString()).isEqualTo("multipart/alternative");
    assertThat(mail.path("bodies").path("text/plain").asString().strip())
        .isEqualTo("Guten Tag,\nßo ist es.");
    assertThat(mail.path("bodies").path("text/html").asString().strip())
        .isEqualTo("<p>Guten <b>Tag</b> 📮</p>");
  }

  @Test
  void aLetterInTextAloneHasOnePart() throws Exception {
    Account account = system.account("growth");
    LocalSystem.expect(202, system.send(account, "plain@example.com"));

    JsonNode mail = parsedMailTo("plain@example.com");

    assertThat(mail.path("defects")).isEmpty();
    assertThat(mail.path("type").asString()).isEqualTo("text/plain");
    assertThat(mail.path("headers").path("subject").asString()).isEqualTo("Hello");
    assertThat(mail.path("bodies").path("text/plain").asString().strip())
        .isEqualTo("Good morning.");
  }

  private JsonNode parsedMailTo(String recipient) throws Exception {
    LocalSystem.until(() -> !system.mailTo(recipient).isEmpty());
    String raw = system.raw(system.mailTo(recipient).getFirst().path("id").asString());
    return parsed(raw.getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode parsed(byte[] mail) throws Exception {
    Path answer = folder.resolve("answer.json");
    Process python;
    try {
      python =
          new ProcessBuilder("python3", "-c", SCRIPT)
              .redirectOutput(answer.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "there is no python3 to ask: " + e.getMessage());
      throw e;
    }
    try (OutputStream in = python.getOutputStream()) {
      in.write(mail);
    }
    assertThat(python.waitFor()).as("python3's exit status").isZero();
    return LocalSystem.JSON.readTree(Files.readAllBytes(answer));
  }
}
