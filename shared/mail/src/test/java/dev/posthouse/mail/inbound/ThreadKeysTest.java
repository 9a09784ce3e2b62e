package dev.posthouse.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ThreadKeysTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Plan | plan
          RE:  Plan | plan
          Re[2]: AW: Fwd: WG: SV: Plan (fwd) | plan
          [team] Re: [team] Plan | plan
          Plan B (was: Plan A) | plan b
          转发: 回复: 计划 | 计划
          [team] | [team]
          Re: | ''
          Regarding: Plan | regarding: plan
          """)
  void aBaseSubjectIsWhatAConversationHasInCommon(String subject, String base) {
    assertThat(BaseSubject.of(subject)).isEqualTo(base);
  }

  @ParameterizedTest
  @CsvSource({
    "0100019c0d5b7a31-5f1c2f0e-7d07-4a5c-9f3b-2f0f4a7f8c11-000000@email.amazonses.com",
    "<0100019c0d5b7a31-5f1c2f0e-7d07-4a5c-9f3b-2f0f4a7f8c11-000000@us-west-2.amazonses.com>",
    "0100019c0d5b7a31-5f1c2f0e-7d07-4a5c-9f3b-2f0f4a7f8c11-000000@ap-southeast-1.amazonses.com"
  })
  void theIdOfSesIsTakenOutOfItsMessageId(String messageId) {
    assertThat(SesMessageId.of(messageId))
        .contains("0100019c0d5b7a31-5f1c2f0e-7d07-4a5c-9f3b-2f0f4a7f8c11-000000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a@example.com",
        "0100019c0d5b7a31-x@email.amazonses.com.evil.example",
        "0100019c0d5b7a31-x@evil.example#email.amazonses.com",
        "0100 019c0d5b7a31@email.amazonses.com",
        "0100019c0d5b7a31@mail.post.example"
      })
  void anotherMessageIdHasNone(String messageId) {
    assertThat(SesMessageId.of(messageId)).isEmpty();
  }

  @Test
  void whatItAnswersComesBeforeTheThreadFromItsEnd() {
    String message =
        """
        In-Reply-To: <b@example.com>
        References: <root@example.com> <a@example.com> <b@example.com> <c@example.com>
        To: sam+one@post.example, x@post.example, +@post.example, y+@post.example
        Cc: Team <team+a+b@post.example>
        Delivered-To: sam+one@post.example

        """;

    ThreadKeys keys = InboundParser.parse(message.getBytes(StandardCharsets.UTF_8)).threadKeys();

    assertThat(keys.messageIds())
        .containsExactly("b@example.com", "c@example.com", "a@example.com", "root@example.com");
    assertThat(keys.tokens()).extracting(PlusToken::token).containsExactly("one", "a+b");
    assertThat(keys.tokens())
        .extracting(token -> token.base().toString())
        .containsExactly("sam@post.example", "team@post.example");
  }
}
