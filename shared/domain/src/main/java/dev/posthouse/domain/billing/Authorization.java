package dev.posthouse.domain.billing;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a payer allows: EIP-3009's `TransferWithAuthorization`. Whoever holds it with its signature
/// can have it carried out, once, between two moments.
///
/// @param value in atomic units
/// @param validAfter in seconds since the epoch, exclusive
/// @param validBefore in seconds since the epoch, exclusive
/// @param nonce `0x` and 64 hexadecimal digits, kept in lower case
public record Authorization(
    EvmAddress from,
    EvmAddress to,
    BigInteger value,
    BigInteger validAfter,
    BigInteger validBefore,
    String nonce) {
  private static final Pattern NONCE = Pattern.compile("0x[0-9a-fA-F]{64}");

  // What lies beyond is as good as never, and more than an Instant can say.
  private static final long SECOND_MAX = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  /// @throws IllegalArgumentException if the nonce is none, or a number does not fit its field
  public Authorization {
    if (!isNonce(nonce)) {
      throw new IllegalArgumentException("not 0x and 64 hexadecimal digits: " + nonce);
    }
    if (!fits(value) || !fits(validAfter) || !fits(validBefore)) {
      throw new IllegalArgumentException("a number is no uint256");
    }
    nonce = nonce.toLowerCase(Locale.ROOT);
  }

  /// Whether that spells a nonce.
  public static boolean isNonce(String text) {
    return NONCE.matcher(text).matches();
  }

  private static boolean fits(BigInteger number) {
    return number.signum() >= 0 && number.bitLength() <= 256;
  }

  /// When it ends; the year 9999 for whatever is later.
  public Instant expiresAt() {
    return Instant.ofEpochSecond(validBefore.min(BigInteger.valueOf(SECOND_MAX)).longValueExact());
  }

  /// Whether it has begun.
  public boolean begunAt(Instant now) {
    return validAfter.compareTo(BigInteger.valueOf(now.getEpochSecond())) <= 0;
  }
}
