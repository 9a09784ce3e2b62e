package dev.posthouse.billing;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.PaymentAsset;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Somebody who pays, as the official client does: reads a quote, signs, encodes.
final class Payer {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final int V_EVEN = 27;

  private final BigInteger key;
  private final Random random;

  Payer(long seed) {
    this.random = new Random(seed);
    this.key = new BigInteger(250, random).add(BigInteger.TWO);
  }

  EvmAddress address() {
    byte[] point = CURVE.getG().multiply(key).normalize().getEncoded(false);
    byte[] hash = Keccak.hash(Arrays.copyOfRange(point, 1, point.length));
    return new EvmAddress("0x" + HexFormat.of().formatHex(hash, 12, 32));
  }

  /// The proof for the first way of paying in a quote, signed to hold from the epoch on.
  ObjectNode proof(JsonNode required, Instant now) {
    ObjectNode accepted = (ObjectNode) required.path("accepts").path(0);
    long until = now.getEpochSecond() + accepted.path("maxTimeoutSeconds").asLong();
    byte[] nonce = new byte[32];
    random.nextBytes(nonce);
    ObjectNode authorization = JSON.createObjectNode();
    authorization.put("from", Keccak.checksummed(address()));
    authorization.put("to", accepted.path("payTo").asString());
    authorization.put("value", accepted.path("amount").asString());
    authorization.put("validAfter", "0");
    authorization.put("validBefore", Long.toString(until));
    authorization.put("nonce", "0x" + HexFormat.of().formatHex(nonce));
    ObjectNode payload = JSON.createObjectNode();
    payload.set("authorization", authorization);
    ObjectNode proof = JSON.createObjectNode();
    proof.put("x402Version", 2);
    proof.set("payload", payload);
    proof.set("resource", required.path("resource"));
    proof.set("accepted", accepted.deepCopy());
    sign(proof);
    return proof;
  }

  /// Signs what the proof says, whatever that is.
  void sign(ObjectNode proof) {
    JsonNode accepted = proof.path("accepted");
    JsonNode written = proof.path("payload").path("authorization");
    var asset =
        new PaymentAsset(
            accepted.path("network").asString(),
            new EvmAddress(accepted.path("asset").asString()),
            accepted.path("extra").path("name").asString(),
            accepted.path("extra").path("version").asString(),
            6,
            "usdc");
    var authorization =
        new Authorization(
            new EvmAddress(written.path("from").asString()),
            new EvmAddress(written.path("to").asString()),
            new BigInteger(written.path("value").asString()),
            new BigInteger(written.path("validAfter").asString()),
            new BigInteger(written.path("validBefore").asString()),
            written.path("nonce").asString());
    ((ObjectNode) proof.path("payload"))
        .put("signature", "0x" + HexFormat.of().formatHex(sign(asset, authorization)));
  }

  private byte[] sign(PaymentAsset asset, Authorization authorization) {
    byte[] digest = Eip3009.digest(asset, authorization);
    var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
    signer.init(true, new ECPrivateKeyParameters(key, DOMAIN));
    BigInteger[] rs = signer.generateSignature(digest);
    BigInteger n = CURVE.getN();
    BigInteger s = rs[1].compareTo(n.shiftRight(1)) > 0 ? n.subtract(rs[1]) : rs[1];
    byte[] signature = new byte[Eip3009.PLAIN_LENGTH];
    copy(rs[0], signature, 0);
    copy(s, signature, 32);
    for (int parity = 0; parity < 2; parity++) {
      signature[64] = (byte) (V_EVEN + parity);
      if (Eip3009.signer(digest, signature).filter(address()::equals).isPresent()) {
        return signature;
      }
    }
    throw new IllegalStateException("neither parity recovers the payer");
  }

  private static void copy(BigInteger number, byte[] target, int at) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, target, at + 32 - length, length);
  }

  /// As the header has it.
  static String header(JsonNode proof) {
    return header(proof.toString());
  }

  static String header(String json) {
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
