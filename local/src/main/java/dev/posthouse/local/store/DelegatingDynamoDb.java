package dev.posthouse.local.store;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbServiceClientConfiguration;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesResponse;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/// A client that leaves the table itself to another one; items are its subclasses' affair.
abstract class DelegatingDynamoDb implements DynamoDbClient {
  private final DynamoDbClient delegate;

  DelegatingDynamoDb(DynamoDbClient delegate) {
    this.delegate = delegate;
  }

  final DynamoDbClient delegate() {
    return delegate;
  }

  @Override
  public final String serviceName() {
    return delegate.serviceName();
  }

  @Override
  public final DynamoDbServiceClientConfiguration serviceClientConfiguration() {
    return delegate.serviceClientConfiguration();
  }

  @Override
  public final CreateTableResponse createTable(CreateTableRequest request) {
    return delegate.createTable(request);
  }

  @Override
  public final DescribeTableResponse describeTable(DescribeTableRequest request) {
    return delegate.describeTable(request);
  }

  @Override
  public final ListTablesResponse listTables(ListTablesRequest request) {
    return delegate.listTables(request);
  }

  @Override
  public final DeleteTableResponse deleteTable(DeleteTableRequest request) {
    return delegate.deleteTable(request);
  }

  @Override
  public final DynamoDbWaiter waiter() {
    return DynamoDbWaiter.builder().client(this).build();
  }

  @Override
  public final void close() {
    delegate.close();
  }
}
