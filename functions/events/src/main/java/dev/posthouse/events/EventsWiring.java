package dev.posthouse.events;

import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.PollSlots;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoEventLog;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoPollSlots;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the function is made of, in the order it is made.
record EventsWiring(
    Access access, RosterCache rosters, EventLog log, PollSlots slots, Pause pause) {
  static EventsWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    return new EventsWiring(
        new Access(
            new DynamoTenants(table), new Owners(new DynamoIdentities(table)), platform.clock()),
        new RosterCache(new DynamoIdentities(table), platform.clock()),
        new DynamoEventLog(table, platform.clock()),
        new DynamoPollSlots(table),
        Pause::sleep);
  }
}
