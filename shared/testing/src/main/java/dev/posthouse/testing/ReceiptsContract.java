package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.Payment;
import dev.posthouse.domain.billing.PaymentAsset;
import dev.posthouse.domain.billing.Purchase;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.domain.billing.Receipts.Holder;
import dev.posthouse.domain.billing.Receipts.PolicyChange;
import dev.posthouse.domain.billing.Receipts.Reservation;
import dev.posthouse.domain.billing.Receipts.Settling;
import dev.posthouse.domain.billing.Receipts.UsedRequest;
import dev.posthouse.domain.billing.RequestKey;
import dev.posthouse.domain.billing.Requirement;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [Receipts] promises.
public interface ReceiptsContract extends StoreContract {
  /// A transfer on the chain.
  String TRANSACTION = "0x" + "ab".repeat(32);

  Receipts receipts();

  @Test
  default void aReceiptIsReadAsItWasReservedAndAfterEachStep() {
    Receipt receipt = receipt(tenant(), request());
    assertThat(receipts().reserve(receipt)).isEqualTo(new Reservation.Reserved());
    assertThat(found(receipt)).isEqualTo(receipt);

    Receipt settling = step(receipt, receipt.settling(NOW.plusSeconds(1)));
    Receipt unsettled =
        step(settling, settling.unsettled("settlement_pending", TRANSACTION, NOW.plusSeconds(2)));
    Receipt leased = step(unsettled, unsettled.leased(NOW.plusSeconds(3)));
    Receipt looked = step(leased, leased.looked(NOW.plusSeconds(4)));
    step(looked, looked.failed("insufficient_funds", NOW.plusSeconds(5)));
  }

  @Test
  default void anAuthorizationIsHeldOnceWhoeverPresentsIt() {
    Receipt receipt = receipt(tenant(), null);
    receipts().reserve(receipt);
    var holder = new Holder(receipt.payment().tenant(), receipt.id());
    Receipt same = like(receipt, receipt.payment().tenant(), null);
    Receipt other = like(receipt, tenant(), request());

    assertThat(receipts().holder(receipt.payment().key())).contains(holder);
    assertThat(receipts().reserve(same)).isEqualTo(new Reservation.Held(holder));
    assertThat(receipts().reserve(other)).isEqualTo(new Reservation.Held(holder));
    assertThat(receipts().find(same.payment().tenant(), same.id())).isEmpty();
    assertThat(receipts().find(other.payment().tenant(), other.id())).isEmpty();
    assertThat(receipts().request(requestOf(other).id())).isEmpty();
  }

  @Test
  default void anotherNonceAssetNetworkOrPayerIsAnotherAuthorization() {
    TenantId tenant = tenant();
    Payment payment = receipt(tenant, null).payment();
    Authorization signed = payment.authorization();
    PaymentAsset asset = payment.requirement().asset();
    List<Payment> others =
        List.of(
            receipt(tenant, null).payment(),
            with(payment, asset(asset.network(), address(7)), signed),
            with(payment, asset("eip155:1", asset.address()), signed),
            with(payment, asset, from(address(8), signed)));
    receipts().reserve(Receipt.reserved(receiptId(NOW), payment, "0x01", null, NOW));

    assertThat(others)
        .allSatisfy(each ->
            assertThat(
                    receipts().reserve(Receipt.reserved(receiptId(NOW), each, "0x01", null, NOW)))
                .isEqualTo(new Reservation.Reserved()));
  }

  @Test
  @Racing
  default void ofManyReceiptsForOneAuthorizationOneIsReserved() {
    Receipt receipt = receipt(tenant(), null);
    List<TenantId> tenants = List.of(receipt.payment().tenant(), tenant());

    List<Reservation> reservations =
        Race.run(
            12, number -> () -> receipts().reserve(like(receipt, tenants.get(number % 2), null)));

    assertThat(reservations).containsOnlyOnce(new Reservation.Reserved());
  }

  @Test
  default void anIdempotencyKeyIsUsedOnce() {
    TenantId tenant = tenant();
    RequestKey request = request();
    Receipt receipt = receipt(tenant, request);
    receipts().reserve(receipt);
    var used = new UsedRequest(request.fingerprint(), receipt.id());
    Receipt another = receipt(tenant, new RequestKey(request.id(), "of another request"));

    assertThat(receipts().request(request.id())).contains(used);
    assertThat(receipts().reserve(another)).isEqualTo(new Reservation.RequestUsed(used));
    assertThat(receipts().holder(another.payment().key())).isEmpty();
    assertThat(receipts().find(tenant, another.id())).isEmpty();
  }

  @Test
  default void aReceiptIsReplacedOnlyInTheVersionSeen() {
    Receipt receipt = receipt(tenant(), null);
    receipts().reserve(receipt);
    Receipt settling = step(receipt, receipt.settling(NOW.plusSeconds(1)));

    assertThat(receipts().update(receipt, receipt.refused("late", NOW.plusSeconds(2)))).isFalse();
    assertThat(receipts().update(receipt, receipt.settling(NOW.plusSeconds(2)))).isFalse();

    assertThat(found(receipt)).isEqualTo(settling);
    assertThat(receipts().holder(receipt.payment().key())).isPresent();
  }

  @Test
  default void whatWasRefusedBeforeSettlingFreesItsAuthorizationAndItsRequest() {
    Receipt receipt = receipt(tenant(), request());
    receipts().reserve(receipt);

    step(receipt, receipt.refused("insufficient_funds", NOW.plusSeconds(1)));

    assertThat(receipts().holder(receipt.payment().key())).isEmpty();
    assertThat(receipts().request(requestOf(receipt).id())).isEmpty();
    Receipt again = like(receipt, receipt.payment().tenant(), receipt.request());
    assertThat(receipts().reserve(again)).isEqualTo(new Reservation.Reserved());
  }

  @Test
  default void whatFailedAfterSettleWasAskedFreesItsRequestAndNeverItsAuthorization() {
    Receipt receipt = receipt(tenant(), request());
    receipts().reserve(receipt);
    Receipt settling = step(receipt, receipt.settling(NOW.plusSeconds(1)));

    step(settling, settling.failed("insufficient_funds", NOW.plusSeconds(2)));

    assertThat(receipts().holder(receipt.payment().key())).isPresent();
    assertThat(receipts().request(requestOf(receipt).id())).isEmpty();
  }

  @Test
  default void whatExpiredFreesItsRequestAndNotItsAuthorization() {
    Receipt receipt = receipt(tenant(), request());
    receipts().reserve(receipt);

    step(receipt, receipt.expired(NOW.plus(Duration.ofDays(1))));

    assertThat(receipts().holder(receipt.payment().key())).isPresent();
    assertThat(receipts().request(requestOf(receipt).id())).isEmpty();
  }

  @Test
  default void settlingCreditsAndBooksTogether() {
    Receipt settling = settling(receipt(tenant(), request()));
    Receipt settled = settling.settled(TRANSACTION, NOW.plusSeconds(9));
    TenantId tenant = settled.payment().tenant();

    assertThat(receipts().settle(settling, settled, Optional.empty())).isEqualTo(Settling.DONE);

    assertThat(found(settled)).isEqualTo(settled);
    assertThat(available(tenant)).isEqualTo(settled.payment().purchase().credits());
    LedgerEntry entry = settled.entry();
    assertThat(ports().purses().entries(tenant, Optional.empty(), 10)).containsExactly(entry);
    assertThat(entry.reference()).isEqualTo(settled.id().value());
    assertThat(receipts().request(requestOf(settled).id())).isPresent();
  }

  @Test
  default void whatIsSettledIsNotSettledAgain() {
    Receipt settling = settling(receipt(tenant(), null));
    receipts()
        .settle(settling, settling.settled(TRANSACTION, NOW.plusSeconds(2)), Optional.empty());

    assertThat(
            receipts()
                .settle(
                    settling, settling.settled(TRANSACTION, NOW.plusSeconds(3)), Optional.empty()))
        .isEqualTo(Settling.RECEIPT_CHANGED);

    TenantId tenant = settling.payment().tenant();
    assertThat(available(tenant)).isEqualTo(settling.payment().purchase().credits());
    assertThat(ports().purses().entries(tenant, Optional.empty(), 10)).hasSize(1);
  }

  @Test
  @Racing
  default void ofManyWhoSettleOneDoes() {
    Receipt settling = settling(receipt(tenant(), null));

    List<Settling> settlings =
        Race.run(
            8,
            number ->
                () ->
                    receipts()
                        .settle(
                            settling,
                            settling.settled(TRANSACTION, NOW.plusMillis(number)),
                            Optional.empty()));

    assertThat(settlings).containsOnlyOnce(Settling.DONE);
    assertThat(available(settling.payment().tenant()))
        .isEqualTo(settling.payment().purchase().credits());
  }

  @Test
  default void anUpgradeChangesThePolicyWithTheCredits() {
    var free = new SendPolicy(BillingState.FREE, OutboundStatus.INTERNAL_ONLY);
    Receipt settling = settling(receipt(tenant(free), null));
    TenantId tenant = settling.payment().tenant();
    var wrong = new SendPolicy(BillingState.FREE, OutboundStatus.SUSPENDED);

    assertThat(
            receipts()
                .settle(
                    settling,
                    settling.settled(TRANSACTION, NOW.plusSeconds(2)),
                    Optional.of(new PolicyChange(wrong, wrong.paid(false)))))
        .isEqualTo(Settling.POLICY_CHANGED);
    assertThat(available(tenant)).isZero();
    assertThat(found(settling)).isEqualTo(settling);

    assertThat(
            receipts()
                .settle(
                    settling,
                    settling.settled(TRANSACTION, NOW.plusSeconds(3)),
                    Optional.of(new PolicyChange(free, free.paid(false)))))
        .isEqualTo(Settling.DONE);
    assertThat(available(tenant)).isEqualTo(settling.payment().purchase().credits());
    assertThat(ports().tenants().find(tenant).orElseThrow().policy()).isEqualTo(free.paid(false));
    assertThat(ports().purses().find(tenant).orElseThrow().policy()).isEqualTo(free.paid(false));
  }

  @Test
  default void aTenantsReceiptsAreListedFromTheNewestOn() {
    TenantId tenant = tenant();
    List<Receipt> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Receipt receipt = receipt(tenant, null, NOW.plusSeconds(i));
      receipts().reserve(receipt);
      made.add(receipt);
    }
    receipts().reserve(receipt(tenant(), null));
    Collections.reverse(made);

    assertThat(receipts().list(tenant, Optional.empty(), 10)).isEqualTo(made);
    assertThat(receipts().list(tenant, Optional.empty(), 2)).isEqualTo(made.subList(0, 2));
    assertThat(receipts().list(tenant, Optional.of(made.get(1).id()), 2))
        .isEqualTo(made.subList(2, 4));
    assertThat(receipts().list(tenant, Optional.of(made.get(4).id()), 2)).isEmpty();
  }

  @Test
  default void anotherTenantsReceiptIsNotFound() {
    Receipt receipt = receipt(tenant(), null);
    receipts().reserve(receipt);

    assertThat(receipts().find(tenant(), receipt.id())).isEmpty();
  }

  @Test
  default void receiptsAreDueWhenTheyAreToBeLookedAt() {
    Receipt pending = receipt(tenant(), null);
    receipts().reserve(pending);
    Receipt settling = settling(receipt(tenant(), null));
    Instant look = Objects.requireNonNull(settling.progress().lookAt());

    assertThat(dueOf(look.minusMillis(1))).doesNotContain(settling.id());
    assertThat(dueOf(look)).contains(settling.id()).doesNotContain(pending.id());
    Receipt looked = step(settling, settling.looked(look));
    assertThat(dueOf(look)).doesNotContain(settling.id());
    step(looked, looked.leftForReview("who knows", look.plusSeconds(1)));
    assertThat(dueOf(look.plus(Duration.ofDays(40))))
        .contains(pending.id())
        .doesNotContain(settling.id());
  }

  private List<ReceiptId> dueOf(Instant until) {
    return receipts().due(until, 1_000).stream().map(Holder::receipt).toList();
  }

  private Receipt settling(Receipt receipt) {
    receipts().reserve(receipt);
    return step(receipt, receipt.settling(NOW.plusSeconds(1)));
  }

  private Receipt step(Receipt before, Receipt after) {
    assertThat(receipts().update(before, after)).isTrue();
    assertThat(found(after)).isEqualTo(after);
    return after;
  }

  private Receipt found(Receipt receipt) {
    return receipts().find(receipt.payment().tenant(), receipt.id()).orElseThrow();
  }

  private long available(TenantId tenant) {
    return ports().purses().find(tenant).orElseThrow().available().count();
  }

  private TenantId tenant() {
    return tenant(new SendPolicy(BillingState.FREE, OutboundStatus.INTERNAL_ONLY));
  }

  private TenantId tenant(SendPolicy policy) {
    var tenant =
        new Tenant(
            Fixtures.tenantId(),
            "Payer",
            Fixtures.person(),
            policy.billing(),
            policy.outbound(),
            Set.of(),
            NOW);
    KeySecret secret = Fixtures.secret();
    ports().tenants().create(tenant, Fixtures.key(tenant.id(), secret), secret);
    return tenant.id();
  }

  private static RequestKey request() {
    return new RequestKey(Fixtures.unique("request"), Fixtures.unique("fingerprint"));
  }

  private static RequestKey requestOf(Receipt receipt) {
    return Objects.requireNonNull(receipt.request());
  }

  private static Receipt receipt(TenantId tenant, @Nullable RequestKey request) {
    return receipt(tenant, request, NOW);
  }

  private static Receipt receipt(TenantId tenant, @Nullable RequestKey request, Instant at) {
    PaymentAsset asset = asset("eip155:84532", address(1));
    var requirement =
        new Requirement(asset, BigInteger.valueOf(250_000), address(2), Duration.ofMinutes(30));
    String serial = Fixtures.unique("");
    var authorization =
        new Authorization(
            address(3),
            address(2),
            BigInteger.valueOf(250_000),
            BigInteger.ZERO,
            BigInteger.valueOf(at.getEpochSecond() + 1_800),
            "0x" + "0".repeat(64 - serial.length()) + serial);
    var payment =
        new Payment(
            tenant,
            new Purchase(Purchase.Kind.TOPUP, 25, 25, 100),
            "https://api.post.example/v1/billing/topup",
            requirement,
            authorization);
    return Receipt.reserved(receiptId(at), payment, "0x" + "5a".repeat(65), request, at);
  }

  private static Receipt like(Receipt receipt, TenantId tenant, @Nullable RequestKey request) {
    Payment payment = receipt.payment();
    return Receipt.reserved(
        receiptId(NOW),
        new Payment(
            tenant,
            payment.purchase(),
            payment.resource(),
            payment.requirement(),
            payment.authorization()),
        "0x" + "5b".repeat(65),
        request,
        NOW);
  }

  private static Payment with(Payment payment, PaymentAsset asset, Authorization authorization) {
    Requirement like = payment.requirement();
    return new Payment(
        payment.tenant(),
        payment.purchase(),
        payment.resource(),
        new Requirement(asset, like.amount(), like.payTo(), like.timeout()),
        authorization);
  }

  private static Authorization from(EvmAddress payer, Authorization like) {
    return new Authorization(
        payer, like.to(), like.value(), like.validAfter(), like.validBefore(), like.nonce());
  }

  private static PaymentAsset asset(String network, EvmAddress address) {
    return new PaymentAsset(network, address, "USDC", "2", 6, "usdc");
  }

  private static EvmAddress address(int number) {
    return new EvmAddress("0x" + String.format(Locale.ROOT, "%040x", number));
  }

  private static ReceiptId receiptId(Instant at) {
    return new ReceiptId(ReceiptId.PREFIX + Ulids.named(at, Fixtures.unique("receipt")));
  }
}
