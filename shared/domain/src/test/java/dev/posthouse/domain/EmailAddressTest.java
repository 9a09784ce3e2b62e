package dev.posthouse.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EmailAddressTest {
  private static final String LABEL_63 = "a".repeat(63);

  @ParameterizedTest
  @CsvSource({
    "ada@example.com, ada@example.com",
    "Ada.Lovelace@Example.COM, Ada.Lovelace@example.com",
    "'  ada@example.com\t', ada@example.com",
    "a@b.example, a@b.example",
    "ada+tag=1@example.com, ada+tag=1@example.com",
    "!#$%&*/=?^_`{|}~-@example.com, !#$%&*/=?^_`{|}~-@example.com",
    "o'ada@example.com, o'ada@example.com",
    "a.b.c@x-y.example.co, a.b.c@x-y.example.co",
    "1@1.example, 1@1.example",
    "ada@123.example, ada@123.example",
    "ada@bücher.example, ada@xn--bcher-kva.example",
    "ada@BÜCHER.example, ada@xn--bcher-kva.example",
    "ada@xn--bcher-kva.example, ada@xn--bcher-kva.example",
    "ada@例え.example, ada@xn--r8jz45g.example",
    "ada@example。com, ada@example.com",
  })
  void goodAddressesAreReadIntoOneForm(String text, String printed) {
    assertThat(EmailAddress.parse(text)).hasToString(printed);
    assertThat(EmailAddress.tryParse(text)).contains(EmailAddress.parse(printed));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "@",
        "ada",
        "@example.com",
        "ada@",
        "ada@example",
        "ada@localhost",
        ".ada@example.com",
        "ada.@example.com",
        "a..da@example.com",
        "a da@example.com",
        "ada@exa mple.com",
        "ada@ example.com",
        "ada @example.com",
        "a@b@example.com",
        "\"ada\"@example.com",
        "\"a@b\"@example.com",
        "ada(comment)@example.com",
        "Ada <ada@example.com>",
        "<ada@example.com>",
        "ada@example.com,eve@example.com",
        "ada;eve@example.com",
        "ada:eve@example.com",
        "ada\\@example.com",
        "ada@[192.0.2.1]",
        "ada@-example.com",
        "ada@example-.com",
        "ada@.example.com",
        "ada@example..com",
        "ada@example.com.",
        "ada@exam_ple.com",
        "ada@exam!ple.com",
        "ádá@example.com",
        "ada\u200b@example.com",
        "ada\u0000@example.com",
        "ada@example.com\u0000",
        "ada@example.com\r\nBcc: eve@example.com",
        "ada\r\n@example.com",
        "ada\n@example.com",
        "ada@example\u2028.com",
        "ada@\ud800.example",
      })
  void badAddressesAreRefused(String text) {
    assertThat(EmailAddress.tryParse(text)).isEmpty();
    assertThatThrownBy(() -> EmailAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRefusalDoesNotQuoteTheInput() {
    assertThatThrownBy(() -> EmailAddress.parse("secret word@example.com"))
        .hasMessageNotContaining("secret");
  }

  @Test
  void aLocalPartHasUpTo64Octets() {
    assertThat(EmailAddress.tryParse("a".repeat(64) + "@example.com")).isPresent();
    assertThat(EmailAddress.tryParse("a".repeat(65) + "@example.com")).isEmpty();
  }

  @Test
  void aLabelHasUpTo63Octets() {
    assertThat(EmailAddress.tryParse("a@" + LABEL_63 + ".example")).isPresent();
    assertThat(EmailAddress.tryParse("a@" + LABEL_63 + "a.example")).isEmpty();
  }

  @Test
  void anAddressHasUpTo254Octets() {
    String domain = String.join(".", LABEL_63, LABEL_63, LABEL_63);
    String local = "a".repeat(EmailAddress.LENGTH_MAX - 1 - domain.length());
    assertThat(EmailAddress.parse(local + "@" + domain).toString())
        .hasSize(EmailAddress.LENGTH_MAX);
    assertThat(EmailAddress.tryParse(local + "a@" + domain)).isEmpty();
  }

  @Test
  void aLongInputIsRefusedQuickly() {
    assertThat(EmailAddress.tryParse("a.".repeat(100_000) + "@example.com")).isEmpty();
    assertThat(EmailAddress.tryParse("a@" + "a.".repeat(100_000) + "com")).isEmpty();
    assertThat(EmailAddress.tryParse("a@" + "a".repeat(100_000))).isEmpty();
    assertThat(EmailAddress.tryParse("a@" + "é".repeat(2_000) + ".example")).isEmpty();
  }

  @Test
  void theConstructorHoldsToTheSameRules() {
    assertThat(new EmailAddress("Ada", "example.com")).hasToString("Ada@example.com");
    assertThatThrownBy(() -> new EmailAddress("Ada", "Example.com"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new EmailAddress("Ada@x", "example.com"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theCanonicalFormIsTheSameInEveryCase() {
    assertThat(EmailAddress.parse("Ada.L@Example.com").canonical())
        .isEqualTo("ada.l@example.com")
        .isEqualTo(EmailAddress.parse("ADA.l@EXAMPLE.com").canonical());
  }

  @Test
  void whateverIsReadPrintsToItselfAndNeverCarriesWhatASmtpLineMustNot() {
    var random = new Random(1);
    String alphabet = "aZ09.@-_+ <>\"\\,;:()[]\r\n\t\0üß例。\u200b\ud83d\udcee!'xn--";
    int read = 0;
    for (int i = 0; i < 40_000; i++) {
      var text = new StringBuilder();
      int length = 1 + random.nextInt(14);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String input = random.nextBoolean() ? text + "@a.example" : "a@" + text + ".example";
      Optional<EmailAddress> address = EmailAddress.tryParse(input);
      if (address.isPresent()) {
        String printed = address.get().toString();
        assertThat(EmailAddress.tryParse(printed)).as(input).isEqualTo(address);
        assertThat(printed).as(input).matches("[\\x21-\\x7e]+").doesNotContainPattern("[<>,;\"]");
        assertThat(EmailAddress.parse(address.get().canonical()).canonical())
            .isEqualTo(address.get().canonical());
        read++;
      }
    }
    assertThat(read).isGreaterThan(500);
  }
}
