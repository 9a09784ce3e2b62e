package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The commands of `docs/limits-and-access.md`, in their order: each answers what the text says.
class LimitsDocumentTest {
  private static final Pattern BLOCK =
      Pattern.compile("```\\n(curl .*?)\\n```\\n\\nanswers `(\\d{3})`([^\\n]*)", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("^ `([a-z_]+)`");
  private static final Pattern KEPT = Pattern.compile("`(\\w+)` in `([A-Z]+)`");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  @Test
  void everyCommandAnswersAsWritten() throws Exception {
    Matcher block = BLOCK.matcher(document());
    int blocks = 0;
    try (LocalSystem system = LocalSystem.start()) {
      Map<String, String> variables = new HashMap<>();
      variables.put("HOST", "");
      variables.put("ADMIN", LocalRun.ADMIN_KEY);
      while (block.find()) {
        blocks++;
        Answer answer = null;
        for (String command : commands(block.group(1))) {
          answer = run(system, command, variables);
        }
        check(Objects.requireNonNull(answer), block.group(1), block.group(2), block.group(3));
        keep(answer, block.group(3), variables);
      }
    }
    assertThat(blocks).as("commands found").isEqualTo(13);
  }

  private static String document() throws IOException {
    return Files.readString(LocalSystem.home().resolve("docs/limits-and-access.md"));
  }

  private static List<String> commands(String block) {
    return List.of(block.replace("\\\n", " ").split("\\n(?=curl )", -1));
  }

  private static void check(Answer answer, String command, String status, String rest) {
    assertThat(answer.status())
        .as("%s\n%s", command, answer.response().body())
        .isEqualTo(Integer.parseInt(status));
    Matcher code = CODE.matcher(rest);
    if (code.find()) {
      assertThat(answer.body().path("code").asString()).isEqualTo(code.group(1));
    }
  }

  private static void keep(Answer answer, String rest, Map<String, String> variables) {
    Matcher kept = KEPT.matcher(rest);
    while (kept.find()) {
      variables.put(kept.group(2), answer.body().path(kept.group(1)).asString());
    }
  }

  private static Answer run(LocalSystem system, String command, Map<String, String> variables) {
    List<String> words = words(command, variables);
    var headers = new ArrayList<String>();
    String body = "";
    String key = "";
    for (int i = 2; i < words.size(); i += 2) {
      String value = words.get(i + 1);
      switch (words.get(i)) {
        case "-d" -> body = value;
        case "-H" -> {
          String[] header = value.split(": ", 2);
          if (header[0].equals("Authorization")) {
            key = header[1].substring("Bearer ".length());
          } else {
            headers.addAll(List.of(header));
          }
        }
        default -> throw new AssertionError("what is " + words.get(i) + " in " + command);
      }
    }
    String method = body.isEmpty() ? "GET" : "POST";
    return system.call(method, words.get(1), key, body, headers.toArray(String[]::new));
  }

  /// The command as a shell would split it; variables stand only outside single quotes.
  private static List<String> words(String command, Map<String, String> variables) {
    var words = new ArrayList<String>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      if (word.group(1) != null) {
        words.add(word.group(1));
      } else {
        words.add(expanded(word.group(2) != null ? word.group(2) : word.group(3), variables));
      }
    }
    return words;
  }

  private static String expanded(String text, Map<String, String> variables) {
    return Pattern.compile("\\$([A-Z]+)")
        .matcher(text)
        .replaceAll(match ->
            Matcher.quoteReplacement(
                Objects.requireNonNull(variables.get(match.group(1)), match.group(1))));
  }
}
