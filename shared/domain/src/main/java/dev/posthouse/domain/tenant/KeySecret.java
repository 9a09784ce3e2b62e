package dev.posthouse.domain.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The secret of an API key: `sk_live_`, 32 random characters of base 62 (190 bits), and 6 of
/// checksum.
///
/// The checksum lets a mistyped key be refused without a read, and secret scanners tell a real key
/// from noise. Only [#hash()] is ever stored; [#toString()] shows no secret.
public final class KeySecret {
  private static final String PREFIX = "sk_live_";
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_LENGTH = 32;
  private static final int CHECKSUM_LENGTH = 6;
  private static final int HINT_LENGTH = PREFIX.length() + 4;
  private static final Pattern SHAPE =
      Pattern.compile(PREFIX + "[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECKSUM_LENGTH) + "}");

  private final String text;

  private KeySecret(String text) {
    this.text = text;
  }

  /// A new secret. The randomness must be fit for secrets.
  public static KeySecret draw(RandomGenerator random) {
    var out = new StringBuilder(PREFIX);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new KeySecret(out + checksum(out.toString()));
  }

  /// The secret in that text, if its shape and checksum are right. Never throws.
  public static Optional<KeySecret> parse(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return Optional.empty();
    }
    int end = text.length() - CHECKSUM_LENGTH;
    return checksum(text.substring(0, end)).equals(text.substring(end))
        ? Optional.of(new KeySecret(text))
        : Optional.empty();
  }

  /// The secret in clear: shown once, to whom it was made for.
  public String reveal() {
    return text;
  }

  /// SHA-256 of the secret in hexadecimal. The secret has 190 random bits, so no slow hash is
  /// needed.
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// The first characters, to tell keys apart.
  public String hint() {
    return text.substring(0, HINT_LENGTH);
  }

  @Override
  public String toString() {
    return hint() + "…";
  }

  private static String checksum(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    long rest = crc.getValue();
    var out = new char[CHECKSUM_LENGTH];
    for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
      out[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
      rest /= ALPHABET.length();
    }
    return new String(out);
  }
}
