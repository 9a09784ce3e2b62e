package dev.posthouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.PaymentAsset;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;

/// Against a vector made with the official client (@x402/evm 2.27.0 on viem).
class Eip3009Test {
  private static final PaymentAsset ASSET =
      new PaymentAsset(
          "eip155:84532",
          new EvmAddress("0x036CbD53842c5426634e7929541eC2318f3dCF7e"),
          "USDC",
          "2",
          6,
          "usdc");
  private static final EvmAddress PAYER =
      new EvmAddress("0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
  private static final Authorization AUTHORIZATION =
      new Authorization(
          PAYER,
          new EvmAddress("0x70997970C51812dc3A010C7d01b50e0d17dc79C8"),
          BigInteger.valueOf(50_000),
          BigInteger.ZERO,
          BigInteger.valueOf(1_795_180_866),
          "0x" + "01".repeat(32));
  private static final String SIGNATURE =
      "ce37f667d35ca5ff6945aa790bb1526ee3ae9fb7cf8161b3fdde5fcd1af534f2"
          + "5a35f542b5114f7e18d6c8b09bfd385f7396c0ed3ce0c8c31ef20642b437d936";

  @Test
  void theDomainOfATokenIsHashedAsWalletsDo() {
    assertThat(HexFormat.of().formatHex(Eip3009.domainSeparator(ASSET)))
        .isEqualTo("71f17a3b2ff373b803d70a5a07c046c1a2bc8e89c09ef722fcb047abe94c9818");
  }

  @Test
  void anAuthorizationIsHashedAsWalletsDo() {
    assertThat(HexFormat.of().formatHex(Eip3009.digest(ASSET, AUTHORIZATION)))
        .isEqualTo("2696daeac148125aa204275b570e7725fe7e09be9df998a3a5a3794bcb1d07f7");
  }

  @Test
  void theSignerIsRecovered() {
    assertThat(signer(SIGNATURE + "1b")).contains(PAYER);
  }

  @Test
  void anotherParityIsAnotherSigner() {
    assertThat(signer(SIGNATURE + "1c")).isPresent().isNotEqualTo(Optional.of(PAYER));
  }

  @Test
  void whatTokensDoNotTakeIsNoSignature() {
    BigInteger n = CustomNamedCurves.getByName("secp256k1").getN();
    String r = SIGNATURE.substring(0, 64);
    BigInteger s = new BigInteger(SIGNATURE.substring(64), 16);
    String high = "%064x".formatted(n.subtract(s));

    assertThat(signer(SIGNATURE + "00")).isEmpty();
    assertThat(signer(SIGNATURE + "1d")).isEmpty();
    assertThat(signer(r + high + "1c")).isEmpty();
    assertThat(signer("0".repeat(64) + SIGNATURE.substring(64) + "1b")).isEmpty();
    assertThat(signer(r + "0".repeat(64) + "1b")).isEmpty();
    assertThat(signer("%064x".formatted(n) + SIGNATURE.substring(64) + "1b")).isEmpty();
    assertThat(signer(SIGNATURE + "1b00")).isEmpty();
  }

  @Test
  void everyPartOfAnAuthorizationIsSigned() {
    byte[] signature = HexFormat.of().parseHex(SIGNATURE + "1b");
    Authorization a = AUTHORIZATION;
    var other = new EvmAddress("0x" + "7".repeat(40));
    BigInteger one = BigInteger.ONE;
    var changed =
        List.of(
            new Authorization(
                a.from(), other, a.value(), a.validAfter(), a.validBefore(), a.nonce()),
            new Authorization(
                a.from(), a.to(), a.value().add(one), a.validAfter(), a.validBefore(), a.nonce()),
            new Authorization(a.from(), a.to(), a.value(), one, a.validBefore(), a.nonce()),
            new Authorization(
                a.from(), a.to(), a.value(), a.validAfter(), a.validBefore().add(one), a.nonce()),
            new Authorization(
                a.from(),
                a.to(),
                a.value(),
                a.validAfter(),
                a.validBefore(),
                "0x" + "02".repeat(32)));

    for (Authorization each : changed) {
      assertThat(Eip3009.signer(Eip3009.digest(ASSET, each), signature))
          .isNotEqualTo(Optional.of(PAYER));
    }
  }

  @Test
  void addressesAreShownWithTheirChecksum() {
    for (String address :
        List.of(
            "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
            "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
            "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")) {
      assertThat(Keccak.checksummed(new EvmAddress(address))).isEqualTo(address);
    }
  }

  private static Optional<EvmAddress> signer(String signature) {
    return Eip3009.signer(Eip3009.digest(ASSET, AUTHORIZATION), HexFormat.of().parseHex(signature));
  }
}
