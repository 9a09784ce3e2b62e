package dev.posthouse.billing;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.PaymentAsset;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;

/// Who signed a `TransferWithAuthorization`: the hash that is signed (EIP-712 over EIP-3009's type)
/// and the account behind a signature (secp256k1 public key recovery, SEC 1 §4.1.6).
final class Eip3009 {
  /// Bytes of a plain account's signature: r, s and v. Those of smart accounts are longer.
  static final int PLAIN_LENGTH = 65;

  private static final byte[] DOMAIN_TYPE =
      hashed("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
  private static final byte[] TRANSFER_TYPE =
      hashed(
          "TransferWithAuthorization(address from,address to,uint256 value,"
              + "uint256 validAfter,uint256 validBefore,bytes32 nonce)");

  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final int WORD = 32;
  // Ethereum's v: 27, and 1 more where the point's y is odd.
  private static final int V_EVEN = 27;

  private Eip3009() {}

  /// What is hashed for the token and chain: EIP-712's `domainSeparator`.
  static byte[] domainSeparator(PaymentAsset asset) {
    return Keccak.hash(
        words(
            DOMAIN_TYPE,
            hashed(asset.name()),
            hashed(asset.version()),
            word(asset.chainId()),
            word(asset.address())));
  }

  /// What the payer signs.
  static byte[] digest(PaymentAsset asset, Authorization authorization) {
    byte[] struct =
        Keccak.hash(
            words(
                TRANSFER_TYPE,
                word(authorization.from()),
                word(authorization.to()),
                word(authorization.value()),
                word(authorization.validAfter()),
                word(authorization.validBefore()),
                HexFormat.of().parseHex(authorization.nonce().substring(2))));
    var signed = new ByteArrayOutputStream();
    signed.writeBytes(new byte[] {0x19, 0x01});
    signed.writeBytes(domainSeparator(asset));
    signed.writeBytes(struct);
    return Keccak.hash(signed.toByteArray());
  }

  /// The account that made a plain signature; empty if it is none that tokens take: v is 27 or 28,
  /// s is in the lower half (EIP-2).
  static Optional<EvmAddress> signer(byte[] digest, byte[] signature) {
    if (signature.length != PLAIN_LENGTH) {
      return Optional.empty();
    }
    BigInteger n = CURVE.getN();
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, WORD));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, WORD, 2 * WORD));
    int parity = (signature[2 * WORD] & 0xFF) - V_EVEN;
    if (parity < 0
        || parity > 1
        || r.signum() == 0
        || r.compareTo(n) >= 0
        || s.signum() == 0
        || s.compareTo(n.shiftRight(1)) > 0) {
      return Optional.empty();
    }
    byte[] compressed = new byte[WORD + 1];
    compressed[0] = (byte) (2 + parity);
    System.arraycopy(signature, 0, compressed, 1, WORD);
    ECPoint point;
    try {
      point = CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // No point of the curve has this x.
    }
    BigInteger inverse = r.modInverse(n);
    BigInteger e = new BigInteger(1, digest).negate().mod(n);
    ECPoint key =
        ECAlgorithms.sumOfTwoMultiplies(
                CURVE.getG(), inverse.multiply(e).mod(n), point, inverse.multiply(s).mod(n))
            .normalize();
    return key.isInfinity() ? Optional.empty() : Optional.of(address(key));
  }

  private static EvmAddress address(ECPoint key) {
    byte[] encoded = key.getEncoded(false);
    byte[] hash = Keccak.hash(Arrays.copyOfRange(encoded, 1, encoded.length));
    return new EvmAddress("0x" + HexFormat.of().formatHex(hash, 12, Keccak.LENGTH));
  }

  private static byte[] hashed(String text) {
    return Keccak.hash(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] words(byte[]... words) {
    var all = new ByteArrayOutputStream();
    for (byte[] word : words) {
      all.writeBytes(word);
    }
    return all.toByteArray();
  }

  private static byte[] word(EvmAddress address) {
    return word(new BigInteger(address.value().substring(2), 16));
  }

  private static byte[] word(BigInteger number) {
    byte[] bytes = number.toByteArray();
    byte[] word = new byte[WORD];
    int length = Math.min(bytes.length, WORD);
    System.arraycopy(bytes, bytes.length - length, word, WORD - length, length);
    return word;
  }
}
