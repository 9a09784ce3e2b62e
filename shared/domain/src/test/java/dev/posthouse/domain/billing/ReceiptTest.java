package dev.posthouse.domain.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.posthouse.domain.tenant.TenantId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReceiptTest {
  private static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");
  private static final Instant END = NOW.plusSeconds(1_800);
  private static final String TRANSACTION = "0x" + "ab".repeat(32);
  private static final EvmAddress SOMEBODY = new EvmAddress("0x" + "A".repeat(40));

  @Test
  void onlyWhatIsNotLeasedAndOpenIsLeased() {
    Receipt pending = pending();

    assertThatIllegalStateException().isThrownBy(() -> pending.leased(NOW));
    assertThat(pending.leasedAt(NOW.plus(Receipt.LEASE))).isFalse();
    assertThat(pending.leased(NOW.plus(Receipt.LEASE)).leasedAt(NOW.plus(Receipt.LEASE))).isTrue();
    assertThatIllegalStateException()
        .isThrownBy(() -> pending.refused("no", NOW).leased(NOW.plus(Receipt.LEASE)));
  }

  @Test
  void nothingIsSettledOrFailedBeforeSettlingWasAskedFor() {
    assertThatIllegalStateException().isThrownBy(() -> pending().settled(TRANSACTION, NOW));
    assertThatIllegalStateException().isThrownBy(() -> pending().failed("no", NOW));
    assertThatIllegalStateException().isThrownBy(() -> pending().entry());
  }

  @Test
  void whatIsSettledStaysSettled() {
    Receipt settled = pending().settling(NOW).settled(TRANSACTION, NOW);

    assertThat(settled.status()).isEqualTo(ReceiptStatus.SETTLED);
    assertThat(settled.entry().credits()).isEqualTo(5);
    assertThatIllegalStateException().isThrownBy(() -> settled.settled(TRANSACTION, NOW));
    assertThatIllegalStateException().isThrownBy(() -> settled.failed("no", NOW));
    assertThatIllegalStateException().isThrownBy(() -> settled.expired(END));
    assertThatIllegalStateException().isThrownBy(() -> settled.unsettled("no", null, NOW));
    assertThatIllegalStateException().isThrownBy(() -> settled.settling(NOW));
  }

  @Test
  void theSignatureIsDroppedAtEveryEnd() {
    Receipt settling = pending().settling(NOW);

    assertThat(settling.progress().signature()).isNotNull();
    assertThat(pending().refused("no", NOW).progress().signature()).isNull();
    assertThat(settling.failed("no", NOW).progress().signature()).isNull();
    assertThat(settling.settled(TRANSACTION, NOW).progress().signature()).isNull();
    assertThat(settling.expired(END).progress().signature()).isNull();
    assertThat(settling.progress().toString()).doesNotContain("5a5a");
    assertThat(settling.toString()).doesNotContain("5a5a");
  }

  @Test
  void anAuthorizationIsFreedOnlyBeforeSettlingWasAskedFor() {
    assertThat(pending().refused("no", NOW).freesAuthorization()).isTrue();
    assertThat(pending().settling(NOW).failed("no", NOW).freesAuthorization()).isFalse();
    assertThat(pending().expired(END).freesAuthorization()).isFalse();
  }

  @Test
  void nothingExpiresBeforeItsEnd() {
    assertThatIllegalStateException().isThrownBy(() -> pending().expired(END.minusMillis(1)));
    assertThat(pending().expired(END).status()).isEqualTo(ReceiptStatus.EXPIRED);
  }

  @Test
  void looksBecomeRarerAndOneIsWhenAllIsFinal() {
    Receipt receipt = pending().settling(NOW);
    Instant last = END.plus(Receipt.FINALITY);
    boolean lookedLast = false;
    for (int i = 0; i < 10 && !lookedLast; i++) {
      Instant at = Objects.requireNonNull(receipt.progress().lookAt());
      lookedLast = at.equals(last);
      assertThat(at).isBeforeOrEqualTo(last);
      receipt = receipt.looked(at);
    }
    assertThat(lookedLast).isTrue();
    assertThat(receipt.looked(NOW.plus(Duration.ofDays(8))).reviewRequired()).isTrue();
  }

  @Test
  void pricesAreWholeUnitsRoundedUp() {
    assertThat(new Prices(100, 1_000, 10_000).topup(25).amount(6)).isEqualTo(250_000);
    assertThat(new Prices(300, 1_000, 10_000).topup(1).amount(6)).isEqualTo(3_334);
    assertThat(new Prices(100, 1_000, 10_000).upgrade().amount(6)).isEqualTo(10_000_000);
    assertThat(Purchase.usd(BigInteger.valueOf(250_000), 6)).isEqualTo("0.25");
    assertThat(Purchase.usd(BigInteger.valueOf(10_000_000), 6)).isEqualTo("10.00");
    assertThat(Purchase.usd(BigInteger.valueOf(1_000), 6)).isEqualTo("0.001");
    for (long credits : new long[] {0, -1, Prices.TOPUP_MAX + 1}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Prices(100, 1, 1).topup(credits));
    }
  }

  @Test
  void spellingsOfOneAuthorizationAreOne() {
    Authorization lower = authorization("0x" + "ab".repeat(32));
    Authorization upper = authorization("0x" + "AB".repeat(32));

    assertThat(upper).isEqualTo(lower);
    assertThat(SOMEBODY).isEqualTo(new EvmAddress(SOMEBODY.value().toLowerCase(Locale.ROOT)));
    assertThat(EvmAddress.parse("0X" + "a".repeat(40))).isEmpty();
    assertThat(EvmAddress.parse("0x" + "a".repeat(39))).isEmpty();
    assertThat(EvmAddress.parse("0x" + "g".repeat(40))).isEmpty();
  }

  @Test
  void anEndBeyondAllTimesIsTheYear9999() {
    var forever =
        new Authorization(
            SOMEBODY,
            SOMEBODY,
            BigInteger.ONE,
            BigInteger.ZERO,
            BigInteger.TWO.pow(256).subtract(BigInteger.ONE),
            "0x" + "ab".repeat(32));

    assertThat(forever.expiresAt()).isEqualTo("9999-12-31T23:59:59Z");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new Authorization(
                SOMEBODY,
                SOMEBODY,
                BigInteger.TWO.pow(256),
                BigInteger.ZERO,
                BigInteger.ONE,
                "0x" + "ab".repeat(32)));
  }

  private static Authorization authorization(String nonce) {
    return new Authorization(
        SOMEBODY,
        SOMEBODY,
        BigInteger.valueOf(50_000),
        BigInteger.ZERO,
        BigInteger.valueOf(END.getEpochSecond()),
        nonce);
  }

  private static Receipt pending() {
    var asset = new PaymentAsset("eip155:84532", SOMEBODY, "USDC", "2", 6, "usdc");
    var payment =
        new Payment(
            new TenantId(TenantId.PREFIX + "0".repeat(26)),
            new Purchase(Purchase.Kind.TOPUP, 5, 5, 100),
            "https://api.example.com/v1/billing/topup",
            new Requirement(asset, BigInteger.valueOf(50_000), SOMEBODY, Duration.ofMinutes(30)),
            authorization("0x" + "ab".repeat(32)));
    return Receipt.reserved(
        new ReceiptId(ReceiptId.PREFIX + "0".repeat(26)),
        payment,
        "0x" + "5a".repeat(65),
        null,
        NOW);
  }
}
