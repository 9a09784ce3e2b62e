package dev.posthouse.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin", "ADMIN", "post.master", "no-reply", "mailer-daemon", "admin+x", "security+",
        "help", "help.desk", "billing", "a_p_i", "support+tickets", "www", "posthouse"
      })
  void thesePlatformKeepsForItself(String localPart) {
    assertThat(ReservedNames.isTakenByPlatform(new EmailAddress(localPart, "post.example")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ada", "administratrix", "x+admin", "sales.bot", "helpful", "admin1"})
  void theseAnybodyMayHave(String localPart) {
    assertThat(ReservedNames.isTakenByPlatform(new EmailAddress(localPart, "post.example")))
        .isFalse();
  }
}
