package dev.posthouse.ses;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicZoneTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain | plain",
        "\"v=spf1 include:amazonses.com ~all\" | v=spf1 include:amazonses.com ~all",
        "\"v=DKIM1; p=abc\" def | v=DKIM1; p=abcdef",
        "one two | onetwo",
        "\"say \\\"hi\\\"\" | say \"hi\""
      })
  void stringsOfOneRecordAreOneText(String asJndiHasIt, String text) {
    assertThat(PublicZone.joined(asJndiHasIt)).isEqualTo(text);
  }
}
