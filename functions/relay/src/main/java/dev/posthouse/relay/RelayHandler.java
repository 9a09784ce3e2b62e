package dev.posthouse.relay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.posthouse.domain.event.EventBus;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoContents;
import dev.posthouse.dynamodb.DynamoConversations;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoEventLog;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoWebhooks;
import dev.posthouse.dynamodb.StreamRecords;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Metrics;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.s3.S3Clients;
import dev.posthouse.s3.S3Contents;
import dev.posthouse.sqs.SqsClients;
import dev.posthouse.sqs.SqsPushQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The table's stream: each record is a new version of an item.
public final class RelayHandler implements RequestStreamHandler {
  private final RelayBatch relay;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public RelayHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public RelayHandler(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var backoff = new Backoff(platform.random());
    var table = new Table(dynamoDb, settings.required("TABLE_NAME"), backoff);
    var s3 = platform.client(S3Client.class, S3Clients::create);
    var owners = new Owners(new DynamoIdentities(table));
    var relayJob =
        new RelayJob(
            new DynamoConversations(table),
            new DynamoContents(table, new S3Contents(s3, settings.required("BUCKET_NAME"))),
            new SesMessageIds(
                settings.orElse("AWS_REGION", "us-east-1"), settings.required("PLATFORM_DOMAIN")));
    this.relay =
        new RelayBatch(
            new RelayChange(relayJob, owners, new DynamoEventLog(table, platform.clock())),
            settings
                .optional("EVENT_BUS_NAME")
                .map(name -> bus(platform, name, backoff))
                .orElse(_ -> List.of()),
            new WakeWebhooks(
                owners,
                new DynamoWebhooks(table),
                new SqsPushQueue(
                    platform.client(SqsClient.class, SqsClients::create),
                    settings.required("PUSHES_QUEUE_URL")),
                platform.clock(),
                platform.log()),
            owners,
            new Metrics(platform.log(), platform.clock()),
            platform.log());
  }

  private static EventBus bus(Platform platform, String name, Backoff backoff) {
    var client = platform.client(EventBridgeClient.class, EventBridgeClients::create);
    return new EventBridgeBus(client, name, backoff, platform.log());
  }

  /// Relays the records of a batch in their order, and names the first that has to come again.
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    StreamRecords.writeFailures(output, relay.relay(StreamRecords.read(input)).stream().toList());
  }
}
