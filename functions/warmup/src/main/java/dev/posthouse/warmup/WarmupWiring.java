package dev.posthouse.warmup;

import dev.posthouse.domain.identity.CareForPool;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.Rounds;
import dev.posthouse.domain.pool.MailboxDays;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoMailboxDays;
import dev.posthouse.dynamodb.DynamoSendingDomains;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import java.time.InstantSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the function is made of, in the order it is made.
record WarmupWiring(Rounds rounds, CareForPool care, Owners owners) {
  static WarmupWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    return of(
        new DynamoIdentities(table),
        new DynamoMailboxDays(table),
        new DynamoSendingDomains(table),
        settings.optional("MAILBOX_DAILY_MAX", Integer::valueOf).orElse(Integer.MAX_VALUE),
        platform.clock());
  }

  /// The function on that store.
  static WarmupWiring of(
      Identities identities,
      MailboxDays mailboxDays,
      SendingDomains domains,
      int mailboxDailyMax,
      InstantSource clock) {
    return new WarmupWiring(
        new Rounds(identities),
        new CareForPool(identities, mailboxDays, domains, mailboxDailyMax, clock),
        new Owners(identities));
  }
}
