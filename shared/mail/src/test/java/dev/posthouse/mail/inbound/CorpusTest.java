package dev.posthouse.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every message of the [Corpus] is read as the file beside it says.
///
/// `-Dposthouse.corpus=write` writes the files of messages that have none yet, to be read before
/// they are committed.
final class CorpusTest {
  private static final int MESSAGES_MIN = 60;

  static List<String> names() {
    return Corpus.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aMessageIsReadAsItIsMeant(String name) throws IOException {
    String summary = MailSummary.of(InboundParser.parse(Corpus.message(name)));
    if (System.getProperty("posthouse.corpus", "").equals("write")
        && Files.notExists(Corpus.expectation(name))) {
      Files.writeString(Corpus.expectation(name), summary);
    }

    assertThat(summary).isEqualTo(Files.readString(Corpus.expectation(name)));
  }

  @Test
  void thereAreMessagesOfEveryKind() {
    List<Class<?>> kinds =
        Corpus.names().stream()
            .map(name -> InboundParser.parse(Corpus.message(name)).classification())
            .<Class<?>>map(Object::getClass)
            .toList();

    assertThat(kinds).hasSizeGreaterThanOrEqualTo(MESSAGES_MIN);
    assertThat(kinds.stream().collect(Collectors.toSet()))
        .isEqualTo(
            Stream.of(Classification.class.getPermittedSubclasses()).collect(Collectors.toSet()));
  }
}
