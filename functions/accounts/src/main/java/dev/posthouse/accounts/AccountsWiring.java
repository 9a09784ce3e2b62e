package dev.posthouse.accounts;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the function is made of, in the order it is made.
record AccountsWiring(AdminKey adminKey, CreateTenant createTenant, MintKey mintKey) {
  static AccountsWiring of(Platform platform) {
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    String tableName = Settings.of(platform).required("TABLE_NAME");
    var table = new Table(dynamoDb, tableName, new Backoff(platform.random()));
    return of(platform, new DynamoTenants(table));
  }

  /// The function on that store.
  static AccountsWiring of(Platform platform, Tenants tenants) {
    var ulids = new Ulids(platform.clock(), platform.random());
    return new AccountsWiring(
        new AdminKey(Settings.of(platform).orElse("ADMIN_KEY", "")),
        new CreateTenant(tenants, ulids, platform.clock(), platform.random()),
        new MintKey(tenants, ulids, platform.clock(), platform.random()));
  }
}
