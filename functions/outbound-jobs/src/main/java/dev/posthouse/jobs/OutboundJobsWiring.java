package dev.posthouse.jobs;

import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoConversations;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoJobs;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the function is made of, in the order it is made.
record OutboundJobsWiring(
    Access access,
    AdminKey adminKey,
    RosterCache rosters,
    Jobs jobs,
    CancelJob cancelJob,
    ListJobs listJobs,
    ResolveJob resolveJob,
    RescheduleJob rescheduleJob) {
  static OutboundJobsWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    var jobs = new DynamoJobs(table);
    var rosters = new RosterCache(new DynamoIdentities(table), platform.clock());
    return new OutboundJobsWiring(
        new Access(
            new DynamoTenants(table), new Owners(new DynamoIdentities(table)), platform.clock()),
        new AdminKey(settings.orElse("ADMIN_KEY", "")),
        rosters,
        jobs,
        new CancelJob(jobs, platform.clock()),
        new ListJobs(new DynamoConversations(table), jobs),
        new ResolveJob(jobs, platform.clock()),
        new RescheduleJob(jobs, new DynamoOutbox(table), rosters, platform.clock()));
  }
}
