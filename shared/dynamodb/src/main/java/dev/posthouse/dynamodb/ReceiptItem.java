package dev.posthouse.dynamodb;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.Payment;
import dev.posthouse.domain.billing.PaymentAsset;
import dev.posthouse.domain.billing.Progress;
import dev.posthouse.domain.billing.Purchase;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.billing.ReceiptStatus;
import dev.posthouse.domain.billing.RequestKey;
import dev.posthouse.domain.billing.Requirement;
import dev.posthouse.domain.tenant.TenantId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A receipt as an item. Receipts are kept for ever.
final class ReceiptItem {
  /// The partition of the index `due` in which receipts are looked for; jobs have others.
  static final String DUE_SHARD = "receipts";

  private static final String KIND = "receipt";
  private static final String VERSION = "version";
  private static final String SIGNATURE = "signature";
  private static final String REQUEST = "request";

  private ReceiptItem() {}

  static Map<String, AttributeValue> write(Receipt receipt) {
    Payment payment = receipt.payment();
    Purchase purchase = payment.purchase();
    Requirement requirement = payment.requirement();
    PaymentAsset asset = requirement.asset();
    Authorization authorization = payment.authorization();
    Progress progress = receipt.progress();
    RequestKey request = receipt.request();
    Item item =
        Item.at(Key.receipt(payment.tenant(), receipt.id()), KIND)
            .with("tenant", payment.tenant().value())
            .with("receipt", receipt.id().value())
            .with("purchase", purchase.kind())
            .with("credits", purchase.credits())
            .with("priceParts", purchase.parts())
            .with("pricePartsPerUsd", purchase.partsPerUsd())
            .with("resource", payment.resource())
            .with("network", asset.network())
            .with("asset", asset.address().value())
            .with("assetName", asset.name())
            .with("assetVersion", asset.version())
            .with("assetDecimals", asset.decimals())
            .with("assetSymbol", asset.symbol())
            .with("amount", requirement.amount().toString())
            .with("payTo", requirement.payTo().value())
            .with("timeoutSeconds", requirement.timeout().toSeconds())
            .with("payer", authorization.from().value())
            .with("to", authorization.to().value())
            .with("value", authorization.value().toString())
            .with("validAfter", authorization.validAfter().toString())
            .with("validBefore", authorization.validBefore().toString())
            .with("nonce", authorization.nonce())
            .with(REQUEST, request == null ? null : request.id())
            .with("fingerprint", request == null ? null : request.fingerprint())
            .with("createdAt", receipt.createdAt())
            .with("status", progress.status())
            .with(VERSION, progress.version())
            .with(SIGNATURE, progress.signature())
            .with("leaseUntil", progress.leaseUntil())
            .with("settleStartedAt", progress.settleStartedAt())
            .with("transaction", progress.transaction())
            .with("reason", progress.reason())
            .with("looks", progress.looks())
            .with(JobItem.DUE_AT, progress.lookAt())
            .with("updatedAt", progress.updatedAt());
    return (progress.lookAt() == null ? item : item.with(JobItem.DUE_SHARD, DUE_SHARD)).build();
  }

  static Receipt read(Map<String, AttributeValue> item) {
    return new Receipt(
        new ReceiptId(Attributes.string(item, "receipt")),
        payment(item),
        request(item),
        Attributes.instant(item, "createdAt"),
        progress(item));
  }

  private static Payment payment(Map<String, AttributeValue> item) {
    var purchase =
        new Purchase(
            Attributes.constant(item, "purchase", Purchase.Kind.class),
            Attributes.number(item, "credits"),
            Attributes.number(item, "priceParts"),
            Attributes.number(item, "pricePartsPerUsd"));
    var asset =
        new PaymentAsset(
            Attributes.string(item, "network"),
            new EvmAddress(Attributes.string(item, "asset")),
            Attributes.string(item, "assetName"),
            Attributes.string(item, "assetVersion"),
            (int) Attributes.number(item, "assetDecimals"),
            Attributes.string(item, "assetSymbol"));
    var requirement =
        new Requirement(
            asset,
            whole(item, "amount"),
            new EvmAddress(Attributes.string(item, "payTo")),
            Duration.ofSeconds(Attributes.number(item, "timeoutSeconds")));
    return new Payment(
        new TenantId(Attributes.string(item, "tenant")),
        purchase,
        Attributes.string(item, "resource"),
        requirement,
        new Authorization(
            new EvmAddress(Attributes.string(item, "payer")),
            new EvmAddress(Attributes.string(item, "to")),
            whole(item, "value"),
            whole(item, "validAfter"),
            whole(item, "validBefore"),
            Attributes.string(item, "nonce")));
  }

  private static @Nullable RequestKey request(Map<String, AttributeValue> item) {
    return Attributes.optionalString(item, REQUEST)
        .map(id -> new RequestKey(id, Attributes.string(item, "fingerprint")))
        .orElse(null);
  }

  private static Progress progress(Map<String, AttributeValue> item) {
    return new Progress(
        Attributes.constant(item, "status", ReceiptStatus.class),
        Attributes.number(item, VERSION),
        Attributes.optionalString(item, SIGNATURE).orElse(null),
        Attributes.instantOrNull(item, "leaseUntil"),
        Attributes.instantOrNull(item, "settleStartedAt"),
        Attributes.optionalString(item, "transaction").orElse(null),
        Attributes.optionalString(item, "reason").orElse(null),
        (int) Attributes.number(item, "looks"),
        Attributes.instantOrNull(item, JobItem.DUE_AT),
        Attributes.instant(item, "updatedAt"));
  }

  private static BigInteger whole(Map<String, AttributeValue> item, String name) {
    return new BigInteger(Attributes.string(item, name));
  }

  /// What changes a receipt, if it is still the version seen.
  static Expression change(Receipt before, Receipt after) {
    Progress progress = after.progress();
    return new Expression()
        .set("status", Item.wire(progress.status()))
        .set(VERSION, progress.version())
        .setOrRemove(SIGNATURE, text(progress.signature()))
        .setOrRemove("leaseUntil", time(progress.leaseUntil()))
        .setOrRemove("settleStartedAt", time(progress.settleStartedAt()))
        .setOrRemove("transaction", text(progress.transaction()))
        .setOrRemove("reason", text(progress.reason()))
        .set("looks", progress.looks())
        .setOrRemove(JobItem.DUE_AT, time(progress.lookAt()))
        .setOrRemove(JobItem.DUE_SHARD, progress.lookAt() == null ? null : text(DUE_SHARD))
        .set("updatedAt", progress.updatedAt())
        .ifEquals(VERSION, before.progress().version());
  }

  private static @Nullable AttributeValue text(@Nullable String value) {
    return value == null ? null : AttributeValue.fromS(value);
  }

  private static @Nullable AttributeValue time(@Nullable Instant value) {
    return value == null ? null : Item.number(value.toEpochMilli());
  }
}
