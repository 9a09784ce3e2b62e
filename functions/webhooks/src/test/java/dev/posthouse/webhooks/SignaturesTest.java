package dev.posthouse.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.WebhookId;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Signatures, as the library of Standard Webhooks verifies them. It goes by the real time.
class SignaturesTest {
  private static final String BODY = "{\"seq\":1,\"text\":\"Grüße\"}";
  private final Instant now = Instant.now();

  private final Signatures signatures = new Signatures("the-deployment's-own");
  private final Webhook webhook =
      new Webhook(
          new WebhookId("whk_0123456789abcdef"),
          URI.create("https://example.com/"),
          "",
          Set.of(),
          Map.of(),
          now,
          null,
          1,
          null,
          "f",
          now);

  @Test
  void aReceiverWithTheSecretVerifiesAMessage() {
    assertThatCode(() -> verify(webhook, signatures.secret(webhook.id(), 1), BODY))
        .doesNotThrowAnyException();
  }

  @Test
  void nothingElseIsVerified() {
    String secret = signatures.secret(webhook.id(), 1);
    assertThatThrownBy(() -> verify(webhook, secret, BODY + " "))
        .isInstanceOf(WebhookVerificationException.class);
    for (String other :
        List.of(
            signatures.secret(webhook.id(), 2),
            signatures.secret(new WebhookId("whk_0123456789abcde0"), 1),
            new Signatures("another").secret(webhook.id(), 1))) {
      assertThatThrownBy(() -> verify(webhook, other, BODY))
          .isInstanceOf(WebhookVerificationException.class);
    }
  }

  @Test
  void bothSecretsSignForADayAfterARotationAndThenOnlyTheNewOne() {
    Webhook rotated = webhook.rotated(now.minus(Duration.ofHours(23)));
    Webhook settled = webhook.rotated(now.minus(Duration.ofHours(24)));
    String old = signatures.secret(webhook.id(), 1);
    String fresh = signatures.secret(webhook.id(), 2);

    assertThatCode(() -> verify(rotated, old, BODY)).doesNotThrowAnyException();
    assertThatCode(() -> verify(rotated, fresh, BODY)).doesNotThrowAnyException();
    assertThatCode(() -> verify(settled, fresh, BODY)).doesNotThrowAnyException();
    assertThatThrownBy(() -> verify(settled, old, BODY))
        .isInstanceOf(WebhookVerificationException.class);
  }

  @Test
  void aSecretHasTheFormThatLibrariesExpect() {
    assertThat(signatures.secret(webhook.id(), 1)).matches("whsec_[A-Za-z0-9+/]{43}=");
  }

  private void verify(Webhook signing, String secret, String body)
      throws WebhookVerificationException {
    Map<String, List<String>> headers =
        signatures.headers(signing, "evt_1", now, BODY).entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
    new com.standardwebhooks.Webhook(secret).verify(body, HttpHeaders.of(headers, (_, _) -> true));
  }
}
