package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.billing.PaymentKey;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.domain.billing.RequestKey;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [Receipts] in DynamoDB.
public final class DynamoReceipts implements Receipts {
  /// How long an Idempotency-Key is remembered; the contract says 7 days at least.
  static final Duration REQUEST_KEPT = Duration.ofDays(30);

  private static final String RECEIPT = "receipt";
  private static final String TENANT = "tenant";

  private final Table table;

  public DynamoReceipts(Table table) {
    this.table = table;
  }

  @Override
  public Reservation reserve(Receipt receipt) {
    Transaction transaction = table.transaction();
    Transaction.Write held =
        transaction.putIfAbsent(
            Item.at(Key.authorization(receipt.payment().key()), "payment")
                .with(TENANT, receipt.payment().tenant().value())
                .with(RECEIPT, receipt.id().value())
                .build());
    Transaction.Write made = transaction.putIfAbsent(ReceiptItem.write(receipt));
    RequestKey request = receipt.request();
    Transaction.@Nullable Write used =
        request == null ? null : transaction.putIfAbsent(request(request, receipt));
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> new Reservation.Reserved();
      case Transaction.Outcome.Refused refused when used != null && refused.by(used) ->
          new Reservation.RequestUsed(usedRequest(refused.met(used)));
      case Transaction.Outcome.Refused refused when refused.by(held) ->
          new Reservation.Held(holder(refused.met(held)));
      case Transaction.Outcome.Refused refused when refused.by(made) ->
          throw new IllegalStateException("there is a receipt " + receipt.id());
      case Transaction.Outcome other ->
          throw new StoreBusyException("the receipt could not be written: " + other);
    };
  }

  private static Map<String, AttributeValue> request(RequestKey request, Receipt receipt) {
    return Item.at(Key.request(request.id()), "request")
        .with(TENANT, receipt.payment().tenant().value())
        .with("fingerprint", request.fingerprint())
        .with(RECEIPT, receipt.id().value())
        .expiring(receipt.createdAt().plus(REQUEST_KEPT))
        .build();
  }

  @Override
  public Optional<Holder> holder(PaymentKey key) {
    return table.get(Key.authorization(key)).map(DynamoReceipts::holder);
  }

  private static Holder holder(Map<String, AttributeValue> item) {
    return new Holder(
        new TenantId(Attributes.string(item, TENANT)),
        new ReceiptId(Attributes.string(item, RECEIPT)));
  }

  @Override
  public Optional<UsedRequest> request(String id) {
    return table.get(Key.request(id)).map(DynamoReceipts::usedRequest);
  }

  private static UsedRequest usedRequest(Map<String, AttributeValue> item) {
    return new UsedRequest(
        Attributes.string(item, "fingerprint"), new ReceiptId(Attributes.string(item, RECEIPT)));
  }

  @Override
  public Optional<Receipt> find(TenantId tenant, ReceiptId id) {
    return table.get(Key.receipt(tenant, id)).map(ReceiptItem::read);
  }

  @Override
  public boolean update(Receipt before, Receipt after) {
    Key key = Key.receipt(before.payment().tenant(), before.id());
    Expression change = ReceiptItem.change(before, after);
    RequestKey request = before.request();
    boolean freesRequest = after.freesRequest() && request != null;
    if (!after.freesAuthorization() && !freesRequest) {
      return table.update(key, change) instanceof Table.Updated.Done;
    }
    Transaction transaction = table.transaction();
    transaction.update(key, change);
    if (after.freesAuthorization()) {
      transaction.delete(Key.authorization(before.payment().key()));
    }
    if (after.freesRequest() && request != null) {
      transaction.delete(Key.request(request.id()));
    }
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> true;
      case Transaction.Outcome.Refused _ -> false;
      case Transaction.Outcome other ->
          throw new StoreBusyException("the receipt could not be changed: " + other);
    };
  }

  @Override
  public Settling settle(Receipt before, Receipt settled, Optional<PolicyChange> upgrade) {
    TenantId tenant = before.payment().tenant();
    Transaction transaction = table.transaction();
    Transaction.Write receipt =
        transaction.update(Key.receipt(tenant, before.id()), ReceiptItem.change(before, settled));
    if (upgrade.isPresent()) {
      PolicyChange change = upgrade.get();
      transaction.update(
          Key.tenant(tenant),
          DynamoTenants.policy(change.before(), change.after(), settled.progress().updatedAt()));
      PurseItem.book(transaction, settled.entry(), change.after());
    } else {
      PurseItem.book(transaction, settled.entry());
    }
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> Settling.DONE;
      case Transaction.Outcome.Refused refused when refused.by(receipt) -> Settling.RECEIPT_CHANGED;
      case Transaction.Outcome.Refused _ when upgrade.isPresent() -> Settling.POLICY_CHANGED;
      case Transaction.Outcome.Refused refused ->
          throw new IllegalStateException("no purse to credit: " + refused);
      case Transaction.Outcome other ->
          throw new StoreBusyException("the receipt could not be settled: " + other);
    };
  }

  @Override
  public List<Receipt> list(TenantId tenant, Optional<ReceiptId> before, int limit) {
    String prefix = Key.receiptPrefix() + ReceiptId.PREFIX;
    String end = before.map(id -> Key.receiptPrefix() + id.value()).orElse(prefix + "~");
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.tenant(tenant).pk()),
                    ":first", AttributeValue.fromS(prefix),
                    ":last", AttributeValue.fromS(end)))
            .scanIndexForward(false)
            .consistentRead(true)
            .limit(limit + 1)
            .build();
    return table.client().query(query).items().stream()
        .map(ReceiptItem::read)
        .filter(receipt -> before.map(id -> !id.equals(receipt.id())).orElse(true))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Holder> due(Instant until, int limit) {
    return DueIndex.due(table, List.of(ReceiptItem.DUE_SHARD), until, limit).stream()
        .map(Key::of)
        .map(Key::receipt)
        .toList();
  }
}
