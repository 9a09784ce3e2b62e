package dev.posthouse.send;

import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.message.MessageLookup;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoContents;
import dev.posthouse.dynamodb.DynamoConversations;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoMessages;
import dev.posthouse.dynamodb.DynamoMomentPages;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.JobSize;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.s3.S3Attachments;
import dev.posthouse.s3.S3Clients;
import dev.posthouse.s3.S3Contents;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Everything the function is made of, in the order it is made.
record SendWiring(
    Access access,
    RosterCache rosters,
    Conversations conversations,
    Messages messages,
    MessageLookup lookup,
    Attachments attachments,
    SendEmail sendEmail) {
  static SendWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var backoff = new Backoff(platform.random());
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table = new Table(dynamoDb, settings.required("TABLE_NAME"), backoff);
    var s3 = platform.client(S3Client.class, S3Clients::create);
    String bucket = settings.required("BUCKET_NAME");
    var identities = new DynamoIdentities(table);
    var messages = new DynamoMessages(table);
    var rosters = new RosterCache(identities, platform.clock());
    var sendEmail =
        new SendEmail(
            new DynamoOutbox(table),
            rosters,
            new DynamoContents(table, new S3Contents(s3, bucket)),
            settings
                .optional("SEND_QUOTAS", Quotas::parse)
                .orElseGet(() -> Quotas.parse(Quotas.STANDARD)),
            new DynamoMomentPages(table),
            platform.clock(),
            platform.random(),
            JobSize::fits,
            backoff::pause);
    return new SendWiring(
        new Access(new DynamoTenants(table), new Owners(identities), platform.clock()),
        rosters,
        new DynamoConversations(table),
        messages,
        new MessageLookup(identities, messages),
        new S3Attachments(s3, bucket),
        sendEmail);
  }
}
