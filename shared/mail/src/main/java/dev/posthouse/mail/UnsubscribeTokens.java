package dev.posthouse.mail;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The tokens of unsubscribe links: who unsubscribes from what, signed.
///
/// A link has to work as long as somebody keeps the mail (RFC 8058), so a token carries all it
/// means and never expires; nothing is stored. The recipient's address can be read in it, by the
/// recipient, whose link it is.
///
/// Token = base64url of: version (1 octet), then tenant, identity and recipient, each as length (2
/// octets) and UTF-8, then the first 16 octets of HMAC-SHA256 over all that.
public final class UnsubscribeTokens {
  /// Who unsubscribes from what.
  ///
  /// @param recipient whom the mail went to
  public record Subscription(TenantId tenant, IdentityId identity, EmailAddress recipient) {}

  /// Shortest secret, in characters: enough that it cannot be found by trying.
  public static final int SECRET_MIN = 16;

  private static final byte VERSION = 1;
  private static final int SIGNATURE_BYTES = 16;
  private static final int TOKEN_MAX = 1_024;
  private static final String ALGORITHM = "HmacSHA256";

  private final List<SecretKeySpec> secrets;

  /// @param secrets the first signs; all verify, so that a new secret does not break old links
  /// @throws IllegalArgumentException if there is none or one is too short
  public UnsubscribeTokens(List<String> secrets) {
    if (secrets.isEmpty() || secrets.stream().anyMatch(secret -> secret.length() < SECRET_MIN)) {
      throw new IllegalArgumentException(
          "an unsubscribe secret has at least " + SECRET_MIN + " characters");
    }
    this.secrets =
        secrets.stream()
            .map(secret -> new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM))
            .toList();
  }

  /// The token for that subscription: the same one each time, safe in a path.
  public String issue(Subscription subscription) {
    ByteArrayOutputStream token = new ByteArrayOutputStream();
    token.write(VERSION);
    write(token, subscription.tenant().value());
    write(token, subscription.identity().value());
    write(token, subscription.recipient().toString());
    token.writeBytes(signature(secrets.getFirst(), token.toByteArray()));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token.toByteArray());
  }

  /// The subscription of a token, empty if we did not issue it. Never throws.
  public Optional<Subscription> verify(String token) {
    byte[] bytes = bytes(token);
    if (bytes.length <= SIGNATURE_BYTES || bytes[0] != VERSION) {
      return Optional.empty();
    }
    byte[] signed = Arrays.copyOf(bytes, bytes.length - SIGNATURE_BYTES);
    byte[] given = Arrays.copyOfRange(bytes, signed.length, bytes.length);
    boolean ours = false;
    for (SecretKeySpec secret : secrets) {
      ours |= MessageDigest.isEqual(signature(secret, signed), given);
    }
    return ours
        ? Optional.of(read(ByteBuffer.wrap(signed, 1, signed.length - 1)))
        : Optional.empty();
  }

  private static byte[] bytes(String token) {
    if (token.length() > TOKEN_MAX) {
      return new byte[0];
    }
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      return new byte[0];
    }
  }

  private static byte[] signature(SecretKeySpec secret, byte[] signed) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return Arrays.copyOf(mac.doFinal(signed), SIGNATURE_BYTES);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HMAC-SHA256", impossible);
    }
  }

  private static void write(ByteArrayOutputStream token, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    token.write(bytes.length >> 8);
    token.write(bytes.length);
    token.writeBytes(bytes);
  }

  /// What we have signed ourselves, so it is well-formed.
  private static Subscription read(ByteBuffer signed) {
    return new Subscription(
        new TenantId(text(signed)), new IdentityId(text(signed)), EmailAddress.parse(text(signed)));
  }

  private static String text(ByteBuffer signed) {
    byte[] bytes = new byte[Short.toUnsignedInt(signed.getShort())];
    signed.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
