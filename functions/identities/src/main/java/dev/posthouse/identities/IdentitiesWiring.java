package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import java.time.InstantSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the function is made of, in the order it is made.
record IdentitiesWiring(
    Access access,
    Identities identities,
    Ownership ownership,
    CreateIdentity createIdentity,
    ChangeIdentity changeIdentity,
    PoolRoutes poolRoutes) {
  static IdentitiesWiring of(Platform platform) {
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    String tableName = Settings.of(platform).required("TABLE_NAME");
    var table = new Table(dynamoDb, tableName, new Backoff(platform.random()));
    return of(
        platform, new DynamoTenants(table), new DynamoIdentities(table), new DynamoOutbox(table));
  }

  /// The function on that store.
  static IdentitiesWiring of(
      Platform platform, Tenants tenants, Identities identities, Outbox outbox) {
    Settings settings = Settings.of(platform);
    InstantSource clock = platform.clock();
    String platformDomain = EmailAddress.asciiDomain(settings.required("PLATFORM_DOMAIN"));
    // Whatever else the setting says: nothing is taken for ready without the operator's word.
    boolean instant = settings.orElse("PROVISIONING", "manual").equals("instant");
    int mailboxDailyMax =
        settings.optional("MAILBOX_DAILY_MAX").map(Integer::valueOf).orElse(Integer.MAX_VALUE);
    var access = new Access(tenants, clock);
    var ownership = new Ownership(identities);
    var poolLog = new PoolLog(platform.log());
    var changeRoster = new ChangeRoster(identities, clock, new Backoff(platform.random()));
    var fillPool =
        new FillPool(identities, changeRoster, poolLog, clock, new Backoff(platform.random()));
    return new IdentitiesWiring(
        access,
        identities,
        ownership,
        new CreateIdentity(
            tenants,
            identities,
            fillPool,
            new Domains(platformDomain, instant),
            mailboxDailyMax,
            new Ulids(clock, platform.random()),
            clock),
        new ChangeIdentity(changeRoster),
        new PoolRoutes(
            access,
            new AdminKey(settings.orElse("ADMIN_KEY", "")),
            ownership,
            new ShowPool(outbox, clock),
            new AddMailbox(identities, changeRoster, poolLog, platformDomain, clock),
            new ChangeMailbox(changeRoster, poolLog, clock)));
  }
}
