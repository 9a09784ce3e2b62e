package dev.posthouse.webhooks;

import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.WebhookId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what is sent to endpoints by Standard Webhooks.
///
/// A webhook's secret is made of the deployment's own and of the webhook's id and generation, so
/// that none is stored: who reads the table cannot sign.
///
/// Source: github.com/standard-webhooks/standard-webhooks, `spec/standard-webhooks.md`.
final class Signatures {
  private static final String SECRET_PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] master;

  Signatures(String master) {
    this.master = master.getBytes(StandardCharsets.UTF_8);
  }

  /// A webhook's secret as its owner gets it.
  String secret(WebhookId webhook, int generation) {
    return SECRET_PREFIX + Base64.getEncoder().encodeToString(key(webhook, generation));
  }

  /// The headers of a message, signed with every secret that is good at that moment.
  ///
  /// @param id of the message, the same at every attempt
  Map<String, String> headers(Webhook webhook, String id, Instant now, String body) {
    long seconds = now.getEpochSecond();
    String signed = id + "." + seconds + "." + body;
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(seconds));
    headers.put(
        "webhook-signature",
        webhook.generations(now).stream()
            .map(generation -> "v1," + sign(key(webhook.id(), generation), signed))
            .collect(Collectors.joining(" ")));
    return headers;
  }

  private byte[] key(WebhookId webhook, int generation) {
    return hmac(master, "webhook\0" + webhook.value() + "\0" + generation);
  }

  private static String sign(byte[] key, String text) {
    return Base64.getEncoder().encodeToString(hmac(key, text));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
