package dev.posthouse.unsubscribe;

import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoRecipients;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.mail.UnsubscribeTokens;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the function is made of.
record UnsubscribeWiring(
    Access access,
    Owners owners,
    RosterCache rosters,
    Recipients recipients,
    UnsubscribeTokens tokens) {
  static UnsubscribeWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    var identities = new DynamoIdentities(table);
    var owners = new Owners(identities);
    return new UnsubscribeWiring(
        new Access(new DynamoTenants(table), owners, platform.clock()),
        owners,
        new RosterCache(identities, platform.clock()),
        new DynamoRecipients(table),
        tokens(settings));
  }

  static UnsubscribeTokens tokens(Settings settings) {
    return new UnsubscribeTokens(List.of(settings.required("UNSUBSCRIBE_SECRET").split(" ", -1)));
  }
}
