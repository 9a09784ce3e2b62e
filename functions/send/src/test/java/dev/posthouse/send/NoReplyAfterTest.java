package dev.posthouse.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoReplyAfterTest {
  @ParameterizedTest
  @CsvSource({
    "'\"4h\"', PT4H", "'\"1d\"', PT24H", "'\"3 days\"', PT72H", "'\"90 minutes\"', PT1H30M",
    "'\"1.5h\"', PT1H30M", "'\"30m\"', PT30M", "'\" 2 Weeks \"', PT336H", "60000, PT1M",
    "'\"1 minute\"', PT1M", "31536000000, PT8760H", "'\"0.0001d\"', "
  })
  void aTimeIsReadAsPeopleWriteIt(String json, Duration expected) {
    if (expected == null) {
      assertThatThrownBy(() -> read(json)).isInstanceOf(ProblemException.class);
    } else {
      assertThat(NoReplyAfter.durationOf(read(json).noReplyEventAfter())).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "\"4\"",
        "\"h\"",
        "\"-4h\"",
        "\"4h30m\"",
        "\"59s\"",
        "\"366d\"",
        "59999",
        "-1",
        "31536000001",
        "1.5",
        "true",
        "[\"4h\", \"5h\"]",
        "{\"hours\":4}",
        "99999999999999999999"
      })
  void whatIsNoTimeOrTooShortOrTooLongIsRefusedByField(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            ProblemException.class,
            refusal -> {
              assertThat(refusal.problem().status()).isEqualTo(400);
              assertThat(refusal.problem().toString()).contains("noReplyEventAfter");
            });
  }

  @ParameterizedTest
  @CsvSource({"'\"4h\"', 14400000, true", "'\"4h\"', '\"240 min\"', true", "'\"4h\"', null, false"})
  void theSameTimeIsTheSameRequest(String one, String other, boolean same) {
    assertThat(read(one).fingerprint().equals(read(other).fingerprint())).isEqualTo(same);
  }

  private static SendRequest read(String noReplyEventAfter) {
    return Json.decode(
        "{\"to\":\"a@example.com\",\"subject\":\"s\",\"text\":\"t\",\"noReplyEventAfter\":%s}"
            .formatted(noReplyEventAfter)
            .getBytes(StandardCharsets.UTF_8),
        SendRequest.class);
  }
}
