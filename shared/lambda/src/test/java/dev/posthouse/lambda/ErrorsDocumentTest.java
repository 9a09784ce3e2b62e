package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/errors.md` is a promise to clients: it lists what the code can answer, in the same order.
class ErrorsDocumentTest {
  @Test
  void theDocumentListsEveryCodeInOrderOfPrecedence() throws Exception {
    Path document = Path.of("../../docs/errors.md");

    List<String> rows =
        Files.readAllLines(document).stream()
            .filter(line -> line.startsWith("| <a id="))
            .map(line -> line.substring(line.indexOf('`')))
            .toList();

    assertThat(rows)
        .isEqualTo(Arrays.stream(ProblemCode.values()).map(ErrorsDocumentTest::row).toList());
  }

  private static String row(ProblemCode code) {
    return "`%s` | %d | %s | %s | %s |"
        .formatted(
            code.code(), code.status(), code.title(), code.retryable() ? "yes" : "no", code.fix());
  }
}
