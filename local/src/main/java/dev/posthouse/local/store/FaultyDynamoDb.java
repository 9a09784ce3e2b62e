package dev.posthouse.local.store;

import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// Lets the faults of [Target#DYNAMODB] strike, as they would look after the client's own retries.
///
/// DynamoDB Local itself never throttles and never has two transactions conflict.
public final class FaultyDynamoDb extends DelegatingDynamoDb {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private final Faults faults;

  /// @param delegate if it is a [MeteredDynamoDb], conflicts are counted there as DynamoDB bills
  ///   them
  public FaultyDynamoDb(DynamoDbClient delegate, Faults faults) {
    super(delegate);
    this.faults = faults;
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    return request("GetItem", () -> delegate().getItem(request));
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    return request("BatchGetItem", () -> delegate().batchGetItem(request));
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    return request("Query", () -> delegate().query(request));
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return request("Scan", () -> delegate().scan(request));
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    return request("BatchWriteItem", () -> delegate().batchWriteItem(request));
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    conflict();
    return request("PutItem", () -> delegate().putItem(request));
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    conflict();
    return request("UpdateItem", () -> delegate().updateItem(request));
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    conflict();
    return request("DeleteItem", () -> delegate().deleteItem(request));
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    if (faults.strikes(Target.DYNAMODB, Kind.TRANSACTION_CONFLICT)) {
      throw cancelled(
          request.transactItems().size(),
          "TransactionConflict",
          "Transaction is ongoing for the item");
    }
    return request("TransactGetItems", () -> delegate().transactGetItems(request));
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    if (faults.strikes(Target.DYNAMODB, Kind.TRANSACTION_CONFLICT)) {
      if (delegate() instanceof MeteredDynamoDb metered) {
        metered.countCancelled(request);
      }
      throw cancelled(
          request.transactItems().size(),
          "TransactionConflict",
          "Transaction is ongoing for the item");
    }
    return request("TransactWriteItems", () -> delegate().transactWriteItems(request));
  }

  /// A plain write of an item that a transaction is at.
  private void conflict() {
    if (faults.strikes(Target.DYNAMODB, Kind.TRANSACTION_CONFLICT)) {
      throw refusal(
          TransactionConflictException.builder(),
          "TransactionConflictException",
          "Transaction is ongoing for the item");
    }
  }

  private <R> R request(String operation, Supplier<R> request) {
    if (faults.strikes(Target.DYNAMODB, Kind.THROTTLE)) {
      throw refusal(
          ThrottlingException.builder(),
          "ThrottlingException",
          "Throughput exceeds the current capacity of your table or index.");
    }
    if (faults.strikes(Target.DYNAMODB, Kind.TIMEOUT_BEFORE)) {
      throw ApiCallTimeoutException.create(CALL_TIMEOUT.toMillis());
    }
    if (faults.strikes(Target.DYNAMODB, Kind.CRASH)) {
      if (faults.evenChance(Target.DYNAMODB, Kind.CRASH)) {
        applied(request);
      }
      throw new FunctionCrash(operation);
    }
    if (faults.strikes(Target.DYNAMODB, Kind.TIMEOUT_AFTER)) {
      applied(request);
      throw ApiCallTimeoutException.create(CALL_TIMEOUT.toMillis());
    }
    return request.get();
  }

  /// Nobody will hear of the answer, be it a refusal.
  private static <R> void applied(Supplier<R> request) {
    try {
      R _ = request.get();
    } catch (DynamoDbException e) {
      return;
    }
  }

  private TransactionCanceledException cancelled(int size, String code, String message) {
    List<CancellationReason> reasons = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      reasons.add(CancellationReason.builder().code("None").build());
    }
    // Not always the first one, so that nobody comes to rely on a position.
    int struck = faults.evenChance(Target.DYNAMODB, Kind.TRANSACTION_CONFLICT) ? 0 : size - 1;
    reasons.set(struck, CancellationReason.builder().code(code).message(message).build());
    String codes = String.join(", ", reasons.stream().map(CancellationReason::code).toList());
    return (TransactionCanceledException)
        refusal(
            TransactionCanceledException.builder().cancellationReasons(reasons),
            "TransactionCanceledException",
            "Transaction cancelled, please refer cancellation reasons for specific reasons ["
                + codes
                + "]");
  }

  private static DynamoDbException refusal(
      DynamoDbException.Builder builder, String code, String message) {
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(code)
            .errorMessage(message)
            .serviceName("DynamoDb")
            .build();
    return (DynamoDbException)
        builder
            .message(message)
            .awsErrorDetails(details)
            .statusCode(400)
            .requestId("local")
            .build();
  }
}
