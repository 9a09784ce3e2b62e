package dev.posthouse.mcp;

import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import java.net.http.HttpClient;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the function is made of, in the order it is made.
record McpWiring(Access access, RosterCache rosters, Apis apis, Origins origins) {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(3);

  static McpWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    return new McpWiring(
        new Access(
            new DynamoTenants(table), new Owners(new DynamoIdentities(table)), platform.clock()),
        new RosterCache(new DynamoIdentities(table), platform.clock()),
        new Apis(http, settings.optional("API_URL")),
        new Origins(settings.orElse("PUBLIC_URL", "")));
  }
}
