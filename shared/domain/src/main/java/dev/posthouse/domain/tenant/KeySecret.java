package dev.posthouse.domain.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The secret of an API key or mailbox token: what tells its [Kind], 32 random characters of base
/// 62 (190 bits), and 6 of checksum.
///
/// The checksum lets a mistyped key be refused without a read, and secret scanners tell a real key
/// from noise. Only [#hash()] is ever stored; [#toString()] shows no secret.
public final class KeySecret {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int RANDOM_LENGTH = 32;
  private static final int CHECKSUM_LENGTH = 6;
  private static final int HINT_RANDOM_LENGTH = 4;
  private static final Pattern SHAPE =
      Pattern.compile("[0-9A-Za-z]{" + (RANDOM_LENGTH + CHECKSUM_LENGTH) + "}");

  private final Kind kind;
  private final String text;

  private KeySecret(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  /// What a secret is for, as its first characters tell.
  public enum Kind {
    /// A tenant's key.
    LIVE("sk_live_"),
    /// A tenant's key whose mail never leaves the simulator.
    TEST("sk_test_"),
    /// The token of one mailbox.
    MAILBOX("mt_live_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /// A new secret of a tenant's key. The randomness must be fit for secrets.
  public static KeySecret draw(RandomGenerator random) {
    return draw(Kind.LIVE, random);
  }

  /// A new secret of that kind. The randomness must be fit for secrets.
  public static KeySecret draw(Kind kind, RandomGenerator random) {
    var out = new StringBuilder(kind.prefix);
    for (int i = 0; i < RANDOM_LENGTH; i++) {
      out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new KeySecret(kind, out + checksum(out.toString()));
  }

  /// The secret in that text, if its shape and checksum are right. Never throws.
  public static Optional<KeySecret> parse(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix)
          && SHAPE.matcher(text.substring(kind.prefix.length())).matches()) {
        int end = text.length() - CHECKSUM_LENGTH;
        return checksum(text.substring(0, end)).equals(text.substring(end))
            ? Optional.of(new KeySecret(kind, text))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// What it is for.
  public Kind kind() {
    return kind;
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
    return text.substring(0, kind.prefix.length() + HINT_RANDOM_LENGTH);
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
