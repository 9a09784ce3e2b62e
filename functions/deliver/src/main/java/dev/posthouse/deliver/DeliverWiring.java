package dev.posthouse.deliver;

import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoContents;
import dev.posthouse.dynamodb.DynamoConversations;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoJobs;
import dev.posthouse.dynamodb.DynamoMailboxes;
import dev.posthouse.dynamodb.DynamoMessages;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoRecipients;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.mail.UnsubscribeTokens;
import dev.posthouse.s3.S3Attachments;
import dev.posthouse.s3.S3Clients;
import dev.posthouse.s3.S3Contents;
import dev.posthouse.ses.CompartmentNames;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Everything the functions of this module are made of, in the order it is made.
record DeliverWiring(
    DeliverJob deliver, SweepDue sweepDue, RescueJobs rescueJobs, EndWaits endWaits) {
  static DeliverWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    var s3 = platform.client(S3Client.class, S3Clients::create);
    var jobs = new DynamoJobs(table);
    var identities = new DynamoIdentities(table);
    var rosters = new RosterCache(identities, platform.clock());
    String bucket = settings.required("BUCKET_NAME");
    var contents = new DynamoContents(table, new S3Contents(s3, bucket));
    var attachments = new S3Attachments(s3, bucket);
    var jobMail =
        new JobMail(
            new UnsubscribeTokens(List.of(settings.required("UNSUBSCRIBE_SECRET").split(" "))),
            settings.required("PUBLIC_URL"),
            attachments);
    var mailer =
        new SesMailer(
            platform.client(SesV2Client.class, SesClients::create),
            jobMail,
            settings.required("CONFIGURATION_SET"),
            new CompartmentNames(settings.required("SES_NAME_PREFIX")));
    var deliver =
        new DeliverJob(
            jobs,
            rosters,
            new DynamoTenants(table),
            new DynamoRecipients(table),
            contents,
            mailer,
            new DeliverInside(
                identities,
                rosters,
                new DynamoMailboxes(table),
                new DynamoMessages(table),
                contents,
                attachments,
                settings.required("PLATFORM_DOMAIN")),
            new Relocate(
                jobs, new DynamoOutbox(table), rosters, platform.clock(), platform.random()),
            platform.clock(),
            platform.log());
    return new DeliverWiring(
        deliver,
        new SweepDue(jobs, deliver, platform.clock(), platform.log()),
        new RescueJobs(jobs, platform.clock()),
        new EndWaits(new DynamoConversations(table), rosters, platform.clock(), platform.log()));
  }
}
