package dev.posthouse.domain.sending;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TxtRecordTest {
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
  void stringsOfOneRecordAreOneText(String value, String text) {
    assertThat(TxtRecord.text(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v=spf1 include:amazonses.com ~all", "say \"hi\" to C:\\", "a  b "})
  void whatIsQuotedReadsAsItWas(String text) {
    assertThat(TxtRecord.quoted(text)).startsWith("\"").endsWith("\"");
    assertThat(TxtRecord.text(TxtRecord.quoted(text))).isEqualTo(text);
  }

  @Test
  void aStringHoldsAtMost255Characters() {
    assertThat(TxtRecord.quoted("x".repeat(255))).isEqualTo("\"" + "x".repeat(255) + "\"");
    assertThat(TxtRecord.quoted("x".repeat(256))).isEqualTo("\"" + "x".repeat(255) + "\" \"x\"");
  }
}
