package dev.posthouse.read;

import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.message.MessageLookup;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoContents;
import dev.posthouse.dynamodb.DynamoConversations;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoJobs;
import dev.posthouse.dynamodb.DynamoMessages;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.s3.S3Attachments;
import dev.posthouse.s3.S3Clients;
import dev.posthouse.s3.S3Contents;
import java.time.InstantSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Everything the function is made of, in the order it is made.
record ReadWiring(
    Access access,
    Lookup lookup,
    Messages messages,
    Conversations conversations,
    Contents contents,
    Attachments attachments,
    Jobs jobs,
    ListMessages listMessages,
    ListConversations listConversations,
    DeleteMessage deleteMessage,
    InstantSource clock) {
  static ReadWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    var s3 = platform.client(S3Client.class, S3Clients::create);
    String bucket = settings.required("BUCKET_NAME");
    var identities = new DynamoIdentities(table);
    var messages = new DynamoMessages(table);
    var conversations = new DynamoConversations(table);
    var contents = new DynamoContents(table, new S3Contents(s3, bucket));
    var attachments = new S3Attachments(s3, bucket);
    var jobs = new DynamoJobs(table);
    return new ReadWiring(
        new Access(new DynamoTenants(table), new Owners(identities), platform.clock()),
        new Lookup(
            new RosterCache(identities, platform.clock()),
            new MessageLookup(identities, messages),
            conversations),
        messages,
        conversations,
        contents,
        attachments,
        jobs,
        new ListMessages(messages),
        new ListConversations(conversations),
        new DeleteMessage(messages, contents, attachments, jobs),
        platform.clock());
  }
}
