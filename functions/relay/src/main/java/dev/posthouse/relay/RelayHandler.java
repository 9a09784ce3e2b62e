package dev.posthouse.relay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoContents;
import dev.posthouse.dynamodb.DynamoConversations;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.JobItem;
import dev.posthouse.dynamodb.StreamRecords;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.s3.S3Clients;
import dev.posthouse.s3.S3Contents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The table's stream: each record is a new version of a job.
public final class RelayHandler implements RequestStreamHandler {
  private final RelayJob relay;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public RelayHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public RelayHandler(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    var s3 = platform.client(S3Client.class, S3Clients::create);
    this.relay =
        new RelayJob(
            new DynamoConversations(table),
            new DynamoContents(table, new S3Contents(s3, settings.required("BUCKET_NAME"))),
            new SesMessageIds(
                settings.orElse("AWS_REGION", "us-east-1"), settings.required("PLATFORM_DOMAIN")));
    this.log = platform.log();
  }

  /// Relays the records of a batch in their order. At the first that fails it stops: that one and
  /// all after it come again.
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    for (StreamRecords.Change change : StreamRecords.read(input)) {
      try {
        change
            .newImage()
            .map(JobItem::read)
            .ifPresent(job -> relay.relay(change.oldImage().map(JobItem::read), job));
      } catch (RuntimeException e) {
        log.with("record", change.sequenceNumber()).error("a record could not be relayed", e);
        StreamRecords.writeFailures(output, List.of(change.sequenceNumber()));
        return;
      }
    }
    StreamRecords.writeFailures(output, List.of());
  }
}
