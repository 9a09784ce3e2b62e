package dev.posthouse.feedback;

import dev.posthouse.domain.outbound.ConductLimits;
import dev.posthouse.domain.outbound.JudgeConduct;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoJobs;
import dev.posthouse.dynamodb.DynamoMailboxDays;
import dev.posthouse.dynamodb.DynamoPurses;
import dev.posthouse.dynamodb.DynamoRecipients;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What both functions record events with.
final class FeedbackWiring {
  private FeedbackWiring() {}

  static RecordOutcome recordOutcome(Platform platform) {
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(
            dynamoDb, Settings.of(platform).required("TABLE_NAME"), new Backoff(platform.random()));
    var judgeConduct =
        new JudgeConduct(
            new DynamoTenants(table),
            new DynamoPurses(table),
            new DynamoIdentities(table),
            new DynamoMailboxDays(table),
            ConductLimits.STANDARD,
            platform.clock());
    return new RecordOutcome(
        new DynamoJobs(table),
        new DynamoRecipients(table),
        judgeConduct,
        platform.clock(),
        platform.log());
  }
}
