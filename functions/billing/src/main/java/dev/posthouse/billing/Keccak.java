package dev.posthouse.billing;

import dev.posthouse.domain.billing.EvmAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.bouncycastle.crypto.digests.KeccakDigest;

/// Keccak-256, Ethereum's hash: SHA-3 as it was before NIST changed its padding, so the JDK has it
/// not.
final class Keccak {
  /// Bytes of a hash.
  static final int LENGTH = 32;

  private Keccak() {}

  static byte[] hash(byte[] message) {
    var digest = new KeccakDigest(Byte.SIZE * LENGTH);
    digest.update(message, 0, message.length);
    byte[] hash = new byte[LENGTH];
    digest.doFinal(hash, 0);
    return hash;
  }

  /// The address with the capitals that check it (EIP-55).
  static String checksummed(EvmAddress address) {
    String digits = address.value().substring(2);
    byte[] hash = hash(digits.getBytes(StandardCharsets.US_ASCII));
    StringBuilder text = new StringBuilder("0x");
    for (int i = 0; i < digits.length(); i++) {
      int nibble = (i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2]) & 0xF;
      String digit = digits.substring(i, i + 1);
      text.append(nibble >= 8 ? digit.toUpperCase(Locale.ROOT) : digit);
    }
    return text.toString();
  }
}
