package dev.posthouse.local.bench;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;

/// A client that remembers the last request of each kind, so that the raw calls are of the very
/// shape of the handler's.
final class Recorder implements DynamoDbClient {
  private final DynamoDbClient delegate;
  private volatile @Nullable GetItemRequest get;
  private volatile @Nullable BatchGetItemRequest batch;
  private volatile @Nullable TransactWriteItemsRequest transaction;

  Recorder(DynamoDbClient delegate) {
    this.delegate = delegate;
  }

  /// What was asked for last, to be asked for again.
  ///
  /// @throws IllegalStateException if one of the three was never made
  RawCalls calls() {
    GetItemRequest lastGet = get;
    BatchGetItemRequest lastBatch = batch;
    TransactWriteItemsRequest lastTransaction = transaction;
    if (lastGet == null || lastBatch == null || lastTransaction == null) {
      throw new IllegalStateException("a send reads its key and a batch, and writes at once");
    }
    return new RawCalls(delegate, lastGet, lastBatch, lastTransaction);
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    get = request;
    return delegate.getItem(request);
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    batch = request;
    return delegate.batchGetItem(request);
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    transaction = request;
    return delegate.transactWriteItems(request);
  }

  @Override
  public String serviceName() {
    return delegate.serviceName();
  }

  @Override
  public void close() {
    // The delegate is its owner's.
  }
}
