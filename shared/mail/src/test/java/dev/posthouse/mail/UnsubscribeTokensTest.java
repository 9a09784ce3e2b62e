package dev.posthouse.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UnsubscribeTokensTest {
  private static final String OLD = "an old secret, 16+";
  private static final String NEW = "a new secret, 16+.";
  private static final UnsubscribeTokens.Subscription SUBSCRIPTION =
      new UnsubscribeTokens.Subscription(
          new TenantId("tnt_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
          new IdentityId("idn_01ARZ3NDEKTSV4RRFFQ69G5FAV"),
          EmailAddress.parse("anna@example.com"));

  private final UnsubscribeTokens tokens = new UnsubscribeTokens(List.of(OLD));

  @Test
  void aTokenNamesItsSubscription() {
    assertThat(tokens.verify(tokens.issue(SUBSCRIPTION))).contains(SUBSCRIPTION);
  }

  @Test
  void aTokenIsSafeInAPathAndTheSameEachTime() {
    assertThat(tokens.issue(SUBSCRIPTION)).matches("[A-Za-z0-9_-]+").hasSizeLessThan(200);
    assertThat(tokens.issue(SUBSCRIPTION)).isEqualTo(tokens.issue(SUBSCRIPTION));
  }

  @Test
  void aTokenIssuedToday() {
    // Links in mails that were sent have to work for ever: this must not change.
    assertThat(tokens.issue(SUBSCRIPTION))
        .isEqualTo(
            "AQAedG50XzAxQVJaM05ERUtUU1Y0UlJGRlE2OUc1RkFWAB5pZG5fMDFBUlozTkRFS1RTVjRSUkZGUTY5RzVGQVYA"
                + "EGFubmFAZXhhbXBsZS5jb23546FFDtAG-PQmFtcPxo7A");
  }

  @Test
  void anyOtherByteMakesItNotOurs() {
    byte[] token = Base64.getUrlDecoder().decode(tokens.issue(SUBSCRIPTION));
    for (int i = 0; i < token.length; i++) {
      byte[] forged = token.clone();
      forged[i] ^= 1;
      assertThat(tokens.verify(Base64.getUrlEncoder().withoutPadding().encodeToString(forged)))
          .as("byte %d", i)
          .isEmpty();
    }
  }

  @Test
  void theBoundariesBetweenItsPartsAreSigned() {
    String longer =
        tokens.issue(
            new UnsubscribeTokens.Subscription(
                SUBSCRIPTION.tenant(),
                SUBSCRIPTION.identity(),
                EmailAddress.parse("a" + SUBSCRIPTION.recipient())));

    assertThat(tokens.verify(longer.substring(0, longer.length() - 4))).isEmpty();
  }

  @Test
  void aNewSecretSignsAndTheOldOneStillVerifies() {
    UnsubscribeTokens rotated = new UnsubscribeTokens(List.of(NEW, OLD));

    assertThat(rotated.verify(tokens.issue(SUBSCRIPTION))).contains(SUBSCRIPTION);
    assertThat(tokens.verify(rotated.issue(SUBSCRIPTION))).isEmpty();
  }

  @Test
  void whatIsNoTokenIsNotOurs() {
    Random random = new Random(7);
    assertThat(tokens.verify("")).isEmpty();
    assertThat(tokens.verify("A")).isEmpty();
    assertThat(tokens.verify("\ud800 /+=%")).isEmpty();
    assertThat(tokens.verify("A".repeat(100_000))).isEmpty();
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      assertThat(tokens.verify(Base64.getUrlEncoder().encodeToString(bytes))).isEmpty();
    }
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> new UnsubscribeTokens(List.of(OLD, "short")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new UnsubscribeTokens(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
