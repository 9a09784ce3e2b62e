package dev.posthouse.webhooks;

import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.PushCursors;
import dev.posthouse.domain.webhook.PushLanes;
import dev.posthouse.domain.webhook.Webhooks;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoDeliveries;
import dev.posthouse.dynamodb.DynamoEventLog;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoPushCursors;
import dev.posthouse.dynamodb.DynamoPushLanes;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.DynamoWebhooks;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Metrics;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.sqs.SqsClients;
import dev.posthouse.sqs.SqsPushQueue;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Everything both functions are made of, in the order it is made.
record PushWiring(
    Access access,
    Webhooks webhooks,
    PushCursors cursors,
    PushLanes lanes,
    Deliveries deliveries,
    EventLog events,
    Identities identities,
    Owners owners,
    SqsPushQueue queue,
    Targets targets,
    Signatures signatures,
    Courier courier,
    InstantSource clock,
    RandomGenerator random,
    Metrics metrics,
    Log log) {
  static PushWiring of(Platform platform) {
    return of(platform, InetAddress::getAllByName);
  }

  static PushWiring of(Platform platform, Hosts hosts) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    var identities = new DynamoIdentities(table);
    var owners = new Owners(identities);
    var targets = new Targets(hosts, takesLoopback(settings));
    var signatures = new Signatures(settings.required("WEBHOOK_SECRET"));
    return new PushWiring(
        new Access(new DynamoTenants(table), owners, platform.clock()),
        new DynamoWebhooks(table),
        new DynamoPushCursors(table),
        new DynamoPushLanes(table),
        new DynamoDeliveries(table),
        new DynamoEventLog(table, platform.clock()),
        identities,
        owners,
        new SqsPushQueue(
            platform.client(SqsClient.class, SqsClients::create),
            settings.required("PUSHES_QUEUE_URL")),
        targets,
        signatures,
        new Courier(new HttpEndpoint(targets), signatures),
        platform.clock(),
        platform.random(),
        new Metrics(platform.log(), platform.clock()),
        platform.log());
  }

  /// For the local run only: where Lambda says that it is Lambda, the setting is not heeded.
  private static boolean takesLoopback(Settings settings) {
    return settings.orElse("WEBHOOK_LOOPBACK", "").equals("allowed")
        && settings.optional("AWS_LAMBDA_FUNCTION_NAME").isEmpty();
  }
}
