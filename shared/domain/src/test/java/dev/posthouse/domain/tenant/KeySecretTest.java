package dev.posthouse.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeySecretTest {
  @Test
  void aDrawnSecretIsReadAgain() {
    var random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      KeySecret secret = KeySecret.draw(random);
      assertThat(secret.reveal()).matches("sk_live_[0-9A-Za-z]{38}");
      assertThat(KeySecret.parse(secret.reveal()).map(KeySecret::reveal)).contains(secret.reveal());
    }
  }

  @Test
  void secretsDiffer() {
    var random = new Random(2);
    var seen = new HashSet<String>();
    for (int i = 0; i < 10_000; i++) {
      assertThat(seen.add(KeySecret.draw(random).reveal())).isTrue();
    }
  }

  @Test
  void everyMistypedCharacterIsNoticed() {
    String good = KeySecret.draw(new Random(3)).reveal();
    for (int i = 0; i < good.length(); i++) {
      char other = good.charAt(i) == 'a' ? 'b' : 'a';
      assertThat(KeySecret.parse(good.substring(0, i) + other + good.substring(i + 1)))
          .as("another character at %d", i)
          .isEmpty();
    }
  }

  @Test
  void twoSwappedCharactersAreNoticed() {
    String good = KeySecret.draw(new Random(4)).reveal();
    for (int i = 0; i + 1 < good.length(); i++) {
      if (good.charAt(i) != good.charAt(i + 1)) {
        String swapped =
            good.substring(0, i) + good.charAt(i + 1) + good.charAt(i) + good.substring(i + 2);
        assertThat(KeySecret.parse(swapped)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sk_live_",
        "sk_test_0123456789012345678901234567890123456789",
        "sk_live_01234567890123456789012345678901234567",
        "sk_live_0123456789012345678901234567890123456ü",
        "Bearer sk_live_01234567890123456789012345678901234567",
      })
  void otherTextsAreNoSecrets(String text) {
    assertThat(KeySecret.parse(text)).isEmpty();
  }

  @Test
  void eachKindHasABeginningOfItsOwn() {
    var random = new Random(9);
    for (KeySecret.Kind kind : KeySecret.Kind.values()) {
      KeySecret secret = KeySecret.draw(kind, random);

      assertThat(KeySecret.parse(secret.reveal()).map(KeySecret::kind)).contains(kind);
      assertThat(secret.hint()).hasSize(12);
      String body = secret.reveal().substring(8);
      // The checksum covers the beginning.
      assertThat(Stream.of("sk_live_", "sk_test_", "mt_live_"))
          .filteredOn(prefix -> KeySecret.parse(prefix + body).isPresent())
          .hasSize(1);
    }
  }

  @Test
  void whiteSpaceAroundItIsNotPartOfASecret() {
    String good = KeySecret.draw(new Random(5)).reveal();
    assertThat(KeySecret.parse(good + "\n")).isEmpty();
    assertThat(KeySecret.parse(" " + good)).isEmpty();
  }

  @Test
  void printingShowsNoSecret() {
    KeySecret secret = KeySecret.draw(new Random(6));

    assertThat(secret.toString()).isEqualTo(secret.hint() + "…");
    assertThat(secret.hint()).hasSize(12).isEqualTo(secret.reveal().substring(0, 12));
  }

  @Test
  void theHashIsSha256OfTheText() {
    KeySecret secret = KeySecret.draw(new Random(7));
    KeySecret same = KeySecret.parse(secret.reveal()).orElseThrow();

    assertThat(secret.hash()).matches("[0-9a-f]{64}").isEqualTo(same.hash());
    assertThat(secret.hash()).doesNotContain(secret.reveal().substring(8));
    assertThat(KeySecret.draw(new Random(8)).hash()).isNotEqualTo(secret.hash());
  }
}
