package dev.posthouse.repair;

import dev.posthouse.domain.identity.CareForPool;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RenewTier;
import dev.posthouse.domain.identity.Rounds;
import dev.posthouse.domain.identity.Terms;
import dev.posthouse.domain.identity.TierPrices;
import dev.posthouse.domain.pool.MailboxDays;
import dev.posthouse.domain.sending.AccountQuota;
import dev.posthouse.domain.sending.CheckDomain;
import dev.posthouse.domain.sending.Compartments;
import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.KeepRecords;
import dev.posthouse.domain.sending.MailProvider;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.domain.sending.Zone;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoMailboxDays;
import dev.posthouse.dynamodb.DynamoSendingDomains;
import dev.posthouse.dynamodb.DynamoTerms;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.PursueRegistrations;
import dev.posthouse.lambda.Settings;
import dev.posthouse.route53.ManagedDomains;
import dev.posthouse.route53.Route53Clients;
import dev.posthouse.ses.CompartmentNames;
import dev.posthouse.ses.PublicZone;
import dev.posthouse.ses.SesAccountQuota;
import dev.posthouse.ses.SesCompartments;
import dev.posthouse.ses.SesDomainClients;
import dev.posthouse.ses.SesMailProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Everything the function is made of, in the order it is made.
record RepairWiring(
    Identities identities,
    Rounds rounds,
    KeepApart keepApart,
    RepairPool repairPool,
    ShareQuota shareQuota,
    RenewTier renewTier,
    Owners owners) {
  static RepairWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    var ses = platform.client(SesV2Client.class, SesDomainClients::create);
    return of(
        platform,
        new DynamoIdentities(table),
        new DynamoMailboxDays(table),
        new DynamoSendingDomains(table),
        new DynamoTerms(table),
        new Ses(
            new SesMailProvider(ses, settings.orElse("SES_IDENTITY_ARN_PREFIX", "")),
            new SesCompartments(
                ses,
                new CompartmentNames(settings.required("SES_NAME_PREFIX")),
                new SesCompartments.Place(
                    settings.required("SES_ARN_PREFIX"),
                    settings.required("SES_EVENTS_BUS"),
                    settings.required("SES_EVENTS_TOPIC"))),
            new SesAccountQuota(ses)),
        new Dns(platform.client(Zone.class, PublicZone::new), managed(platform)));
  }

  /// What SES does for it.
  record Ses(MailProvider provider, Compartments compartments, AccountQuota quota) {}

  private static ManagedDomains managed(Platform platform) {
    return ManagedDomains.of(
        platform.settings(),
        () -> platform.client(Route53Client.class, Route53Clients::create),
        () -> platform.client(Route53DomainsClient.class, Route53Clients::domains));
  }

  /// The DNS as anybody sees it, and the domains that the operator keeps.
  record Dns(Zone zone, ManagedDomains managed) {}

  /// The function on that store, that provider and that DNS.
  static RepairWiring of(
      Platform platform,
      Identities identities,
      MailboxDays mailboxDays,
      SendingDomains domains,
      Terms terms,
      Ses ses,
      Dns dns) {
    Settings settings = Settings.of(platform);
    int mailboxDailyMax =
        settings.optional("MAILBOX_DAILY_MAX", Integer::valueOf).orElse(Integer.MAX_VALUE);
    var records = new DomainRecords(settings.orElse("AWS_REGION", "us-east-1"));
    var checkDomain =
        new CheckDomain(
            domains,
            ses.provider(),
            dns.zone(),
            records,
            new KeepRecords(dns.managed().zones()),
            platform.clock());
    var keepApart = new KeepApart(identities, ses.compartments(), platform.clock(), platform.log());
    var repairPool =
        new RepairPool(
            identities,
            new LookAfterDomains(
                domains,
                checkDomain,
                new PursueRegistrations(
                    dns.managed().registerDomain(domains, records, platform.clock()),
                    platform.log()),
                platform.log()),
            keepApart,
            new CareForPool(identities, mailboxDays, domains, mailboxDailyMax, platform.clock()),
            settings.orElse("PROVISIONING", "manual").equals("instant"),
            platform.clock(),
            platform.log());
    TierPrices prices =
        settings.optional("TIER_PRICES", TierPrices::parse).orElseGet(() -> TierPrices.parse(""));
    return new RepairWiring(
        identities,
        new Rounds(identities),
        keepApart,
        repairPool,
        new ShareQuota(identities, ses.quota(), platform.clock(), platform.log()),
        new RenewTier(identities, terms, prices, platform.clock()),
        new Owners(identities));
  }
}
