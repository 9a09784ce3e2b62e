package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.CareForPool;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.Terms;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.HourlyUsage;
import dev.posthouse.domain.pool.MailboxDays;
import dev.posthouse.domain.sending.CheckDomain;
import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.KeepRecords;
import dev.posthouse.domain.sending.MailProvider;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.domain.sending.Zone;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoHourlyUsage;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoMailboxDays;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoSendingDomains;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.DynamoTerms;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.DomainLog;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import dev.posthouse.route53.ManagedDomains;
import dev.posthouse.route53.Route53Clients;
import dev.posthouse.ses.PublicZone;
import dev.posthouse.ses.SesDomainClients;
import dev.posthouse.ses.SesMailProvider;
import java.time.InstantSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Everything the function is made of, in the order it is made.
record IdentitiesWiring(
    Access access,
    Identities identities,
    Ownership ownership,
    CreateIdentity createIdentity,
    ChangeIdentity changeIdentity,
    DeleteIdentity deleteIdentity,
    PoolRoutes poolRoutes,
    DomainRoutes domainRoutes,
    UsageRoute usageRoute,
    Terms terms,
    int mailboxDailyMax) {
  static IdentitiesWiring of(Platform platform) {
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    String tableName = Settings.of(platform).required("TABLE_NAME");
    var table = new Table(dynamoDb, tableName, new Backoff(platform.random()));
    var ses = platform.client(SesV2Client.class, SesDomainClients::create);
    return of(
        platform,
        new DynamoTenants(table),
        new DynamoIdentities(table),
        new DynamoTerms(table),
        new DynamoOutbox(table),
        new Deliverability(
            new DynamoMailboxDays(table),
            new DynamoHourlyUsage(table),
            new DynamoSendingDomains(table),
            new SesMailProvider(ses, Settings.of(platform).orElse("SES_IDENTITY_ARN_PREFIX", "")),
            platform.client(Zone.class, PublicZone::new),
            managed(platform)));
  }

  private static ManagedDomains managed(Platform platform) {
    return ManagedDomains.of(
        platform.settings(),
        () -> platform.client(Route53Client.class, Route53Clients::create),
        () -> platform.client(Route53DomainsClient.class, Route53Clients::domains));
  }

  /// What is known of the mail and the domains of identities.
  record Deliverability(
      MailboxDays mailboxDays,
      HourlyUsage hourlyUsage,
      SendingDomains domains,
      MailProvider provider,
      Zone zone,
      ManagedDomains managed) {
    CheckDomain checkDomain(DomainRecords records, InstantSource clock) {
      return new CheckDomain(
          domains, provider, zone, records, new KeepRecords(managed.zones()), clock);
    }

    BuyDomain buyDomain(DomainRecords records, Platform platform) {
      return new BuyDomain(
          managed.registerDomain(domains, records, platform.clock()),
          managed.whyNot(),
          platform.log());
    }
  }

  /// The function on that store.
  static IdentitiesWiring of(
      Platform platform,
      Tenants tenants,
      Identities identities,
      Terms terms,
      Outbox outbox,
      Deliverability deliverability) {
    Settings settings = Settings.of(platform);
    InstantSource clock = platform.clock();
    String platformDomain = EmailAddress.asciiDomain(settings.required("PLATFORM_DOMAIN"));
    // Whatever else the setting says: nothing is taken for ready without the operator's word.
    boolean instant = settings.orElse("PROVISIONING", "manual").equals("instant");
    int mailboxDailyMax =
        settings.optional("MAILBOX_DAILY_MAX", Integer::valueOf).orElse(Integer.MAX_VALUE);
    var domains = new Domains(platformDomain, instant);
    var access = new Access(tenants, new Owners(identities), clock);
    var ownership = new Ownership(identities);
    var poolLog = new PoolLog(platform.log());
    var changeRoster = new ChangeRoster(identities, clock, new Backoff(platform.random()));
    var fillPool =
        new FillPool(identities, changeRoster, poolLog, clock, new Backoff(platform.random()));
    var records = new DomainRecords(settings.orElse("AWS_REGION", "us-east-1"));
    var buyDomain = deliverability.buyDomain(records, platform);
    return new IdentitiesWiring(
        access,
        identities,
        ownership,
        new CreateIdentity(
            tenants,
            identities,
            fillPool,
            domains,
            mailboxDailyMax,
            new Ulids(clock, platform.random()),
            clock),
        new ChangeIdentity(changeRoster, new ChangeTier(identities, clock)),
        new DeleteIdentity(changeRoster, buyDomain, clock),
        new PoolRoutes(
            access,
            new AdminKey(settings.orElse("ADMIN_KEY", "")),
            ownership,
            new ShowPool(
                identities,
                outbox,
                new CareForPool(
                    identities,
                    deliverability.mailboxDays(),
                    deliverability.domains(),
                    mailboxDailyMax,
                    clock),
                clock),
            new AddMailbox(identities, changeRoster, poolLog, platformDomain, clock),
            new ChangeMailbox(changeRoster, poolLog, clock)),
        new DomainRoutes(
            access,
            ownership,
            deliverability.domains(),
            deliverability.checkDomain(records, clock),
            domains,
            buyDomain,
            new DomainLog(platform.log())),
        new UsageRoute(
            access, ownership, deliverability.mailboxDays(), deliverability.hourlyUsage(), clock),
        terms,
        mailboxDailyMax);
  }
}
