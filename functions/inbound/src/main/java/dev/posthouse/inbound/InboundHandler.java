package dev.posthouse.inbound;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.ConductLimits;
import dev.posthouse.domain.outbound.JudgeConduct;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoContents;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoJobs;
import dev.posthouse.dynamodb.DynamoMailboxDays;
import dev.posthouse.dynamodb.DynamoMailboxes;
import dev.posthouse.dynamodb.DynamoMessages;
import dev.posthouse.dynamodb.DynamoPurses;
import dev.posthouse.dynamodb.DynamoRecipients;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.s3.S3Attachments;
import dev.posthouse.s3.S3Clients;
import dev.posthouse.s3.S3Contents;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// SES tells that it has received a message and put it into the bucket.
///
/// It is SES's own notice and not S3's event, because only the former names whom the message was
/// sent to: a blind copy's header names somebody else.
public final class InboundHandler implements RequestHandler<SNSEvent, @Nullable Void> {
  private final S3Client s3;
  private final ReceiveMail receiveMail;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public InboundHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public InboundHandler(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    this.s3 = platform.client(S3Client.class, S3Clients::create);
    String bucket = settings.required("BUCKET_NAME");
    var identities = new DynamoIdentities(table);
    var recipients = new DynamoRecipients(table);
    var judgeConduct =
        new JudgeConduct(
            new DynamoTenants(table),
            new DynamoPurses(table),
            identities,
            new DynamoMailboxDays(table),
            ConductLimits.STANDARD,
            platform.clock());
    this.receiveMail =
        new ReceiveMail(
            identities,
            new RosterCache(identities, platform.clock()),
            new DynamoMailboxes(table),
            new DynamoMessages(table),
            new DynamoContents(table, new S3Contents(s3, bucket)),
            new S3Attachments(s3, bucket),
            recipients,
            new RecordReport(new DynamoJobs(table), recipients, judgeConduct, platform.clock()),
            platform.log());
  }

  /// Takes in the messages. A failure is thrown, so that Lambda brings the notice again.
  @Override
  public @Nullable Void handleRequest(SNSEvent event, @Nullable Context context) {
    for (SNSEvent.SNSRecord record : event.getRecords()) {
      Receipt.read(record.getSNS().getMessage()).ifPresent(this::receive);
    }
    return null;
  }

  private void receive(Receipt receipt) {
    byte[] raw =
        s3.getObjectAsBytes(get -> get.bucket(receipt.bucket()).key(receipt.key())).asByteArray();
    receiveMail.receive(receipt, raw);
  }
}
