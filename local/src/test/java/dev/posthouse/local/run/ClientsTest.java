package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Runs the programs of `docs/clients.md`, each where this machine has what it runs on.
class ClientsTest {
  private static final int NODE_MAJOR = 22;
  private static final int NODE_MINOR = 18;

  private static LocalSystem system;
  private static ApiWorld world;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
    world = new ApiWorld(system);
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  /// What a program wrote, and how it ended.
  record Run(int code, String output) {}

  @ParameterizedTest
  @CsvSource({"sh, client.sh, sh", "python, client.py, python3", "ts, client.mts, node"})
  void aProgramOfTheDocumentSendsItsMessageOnce(String language, String file, String command)
      throws Exception {
    assumeTrue(
        present(command),
        command.equals("node")
            ? "Node %d.%d or newer is not here".formatted(NODE_MAJOR, NODE_MINOR)
            : command + " is not here");
    assumeTrue(!language.equals("sh") || present("curl"), "curl is not here");
    String to = world.unique("reader-" + language) + "@example.com";
    Path program = folder.resolve(file);
    Files.writeString(program, program(language));

    Run run = run(to, List.of(command, program.toString()));

    assertThat(run.code()).as(run.output()).isZero();
    assertThat(run.output()).contains("msg_");
    system.advance("PT10S");
    List<JsonNode> mails = system.mailTo(to);
    assertThat(mails).hasSize(1);
    assertThat(mails.getFirst().path("subject").asString()).isEqualTo("Hello");
  }

  @Test
  void theDocumentHasAProgramInEachLanguage() throws Exception {
    for (String language : List.of("sh", "python", "ts")) {
      assertThat(program(language)).contains("POSTHOUSE_URL", "/v1/messages/send");
    }
  }

  private static String program(String language) throws IOException {
    String document = Files.readString(LocalSystem.home().resolve("docs/clients.md"));
    var programs = new ArrayList<String>();
    Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(document)
        .results()
        .forEach(it -> programs.add(it.group(1)));
    assertThat(programs).hasSize(1);
    return programs.getFirst();
  }

  private static boolean present(String command) throws Exception {
    try {
      Run version = run("", List.of(command, command.equals("sh") ? "-c" : "--version", ":"));
      return version.code() == 0 && (!command.equals("node") || runsTypes(version.output()));
    } catch (IOException e) {
      return false;
    }
  }

  /// Whether that node takes TypeScript as it is.
  private static boolean runsTypes(String version) {
    String[] parts = version.strip().replaceFirst("^v", "").split("\\.", -1);
    int major = Integer.parseInt(parts[0]);
    return major > NODE_MAJOR || (major == NODE_MAJOR && Integer.parseInt(parts[1]) >= NODE_MINOR);
  }

  private static Run run(String to, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "POSTHOUSE_URL",
                system.uri().toString(),
                "POSTHOUSE_TOKEN",
                world.ada.token(),
                "TO",
                to,
                "NO_PROXY",
                "127.0.0.1",
                "no_proxy",
                "127.0.0.1"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output);
  }
}
