package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.domain.tenant.KeyRings;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.RateLimits;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoContents;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoKeyRings;
import dev.posthouse.dynamodb.DynamoMailboxes;
import dev.posthouse.dynamodb.DynamoMomentPages;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoPurses;
import dev.posthouse.dynamodb.DynamoRateLimits;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.JobSize;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the function is made of, in the order it is made.
record AccountsWiring(
    AdminKey adminKey,
    CreateTenant createTenant,
    SignUpRoutes signUpRoutes,
    ReissueRoutes reissueRoutes,
    TokenRoutes tokenRoutes,
    MintTokenRoutes mintTokenRoutes,
    KeyRoutes keyRoutes,
    PolicyRoutes policyRoutes,
    CreditsRoutes creditsRoutes,
    LimitsRoutes limitsRoutes,
    MailboxRoutes mailboxRoutes) {
  private static final int SIGNUPS_PER_HOUR = 10;

  /// What the function reads and writes.
  record Stores(
      Tenants tenants,
      Purses purses,
      MomentPages momentPages,
      KeyRings rings,
      Identities identities,
      Mailboxes mailboxes,
      RateLimits rateLimits,
      Outbox outbox) {}

  static AccountsWiring of(Platform platform) {
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    String tableName = Settings.of(platform).required("TABLE_NAME");
    var table = new Table(dynamoDb, tableName, new Backoff(platform.random()));
    var stores =
        new Stores(
            new DynamoTenants(table),
            new DynamoPurses(table),
            new DynamoMomentPages(table),
            new DynamoKeyRings(table),
            new DynamoIdentities(table),
            new DynamoMailboxes(table),
            new DynamoRateLimits(table),
            new DynamoOutbox(table));
    return of(
        platform,
        stores,
        systemMail(platform, table, stores),
        new Floor(platform.clock(), Floor::sleep));
  }

  private static Optional<SystemMail> systemMail(Platform platform, Table table, Stores stores) {
    Settings settings = Settings.of(platform);
    Optional<String> address = settings.optional("SYSTEM_MAILBOX");
    if (address.isEmpty()) {
      return Optional.empty();
    }
    var rosters = new RosterCache(stores.identities(), platform.clock());
    var sendEmail =
        new SendEmail(
            stores.outbox(),
            rosters,
            new DynamoContents(table, new NoBigContents()),
            Quotas.parse(Quotas.STANDARD),
            stores.momentPages(),
            platform.clock(),
            platform.random(),
            JobSize::fits,
            new Backoff(platform.random())::pause);
    return Optional.of(
        new SystemMailbox(
            EmailAddress.parse(address.get()),
            EmailAddress.asciiDomain(settings.required("PLATFORM_DOMAIN")),
            stores.tenants(),
            stores.identities(),
            rosters,
            sendEmail,
            platform.clock(),
            platform.random()));
  }

  /// The function on those stores.
  ///
  /// @param mail empty if the operator has set up no mailbox for it
  /// @param floor of answers that take the same time whatever is done
  static AccountsWiring of(
      Platform platform, Stores stores, Optional<SystemMail> mail, Floor floor) {
    Settings settings = Settings.of(platform);
    InstantSource clock = platform.clock();
    String platformDomain = EmailAddress.asciiDomain(settings.required("PLATFORM_DOMAIN"));
    int signUpsPerHour =
        settings.optional("SIGNUPS_PER_HOUR", Integer::valueOf).orElse(SIGNUPS_PER_HOUR);
    String adminSecret = settings.orElse("ADMIN_KEY", "");
    Quotas quotas =
        settings
            .optional("SEND_QUOTAS", Quotas::parse)
            .orElseGet(() -> Quotas.parse(Quotas.STANDARD));
    var adminKey = new AdminKey(adminSecret);
    var access = new Access(stores.tenants(), new Owners(stores.identities()), clock);
    var ulids = new Ulids(clock, platform.random());
    var backoff = new Backoff(platform.random());
    var tokens = new MailboxTokens(ulids, platform.random());
    var throttle = new Throttle(stores.rateLimits(), adminSecret, clock);
    var notice = new Notice(mail, platform.log());
    var rotateToken = new RotateToken(stores.rings(), clock, platform.random(), backoff);
    var signUp = new SignUp(stores.mailboxes(), tokens, ulids, platformDomain, clock);
    var mintKey =
        new MintKey(stores.tenants(), stores.identities(), ulids, clock, platform.random());
    var reissue =
        new Reissue(
            stores.identities(), stores.tenants(), tokens, throttle, notice, platformDomain, clock);
    var addMailbox =
        new AddMailbox(
            stores.tenants(),
            stores.mailboxes(),
            stores.identities(),
            tokens,
            ulids,
            platformDomain,
            clock);
    return new AccountsWiring(
        adminKey,
        new CreateTenant(stores.tenants(), ulids, clock, platform.random()),
        new SignUpRoutes(signUp, throttle, signUpsPerHour, notice),
        new ReissueRoutes(reissue, throttle, platformDomain, floor),
        new TokenRoutes(access, rotateToken, stores.identities(), notice, clock),
        new MintTokenRoutes(adminKey, stores.tenants(), stores.identities(), tokens, clock),
        new KeyRoutes(access, stores.rings(), stores.identities(), mintKey, rotateToken, clock),
        new PolicyRoutes(
            access,
            adminKey,
            stores.tenants(),
            stores.mailboxes(),
            stores.purses(),
            stores.momentPages(),
            quotas,
            clock,
            backoff),
        new CreditsRoutes(adminKey, stores.purses(), ulids, clock),
        new LimitsRoutes(
            access,
            stores.tenants(),
            stores.purses(),
            stores.momentPages(),
            stores.outbox(),
            quotas,
            settings.optional("SUPPORT_CONTACT"),
            clock),
        new MailboxRoutes(
            access,
            addMailbox,
            new ChangeMailbox(stores.identities(), clock, backoff),
            stores.mailboxes()));
  }
}
