package dev.posthouse.billing;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoPurses;
import dev.posthouse.dynamodb.DynamoReceipts;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Everything the functions are made of, in the order it is made.
///
/// @param reconcile empty if this deployment takes no money
record BillingWiring(
    AccountRoutes accounts, PaymentRoutes payments, Optional<ReconcilePayments> reconcile) {
  static BillingWiring of(Platform platform) {
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    var tenants = new DynamoTenants(table);
    var receipts = new DynamoReceipts(table);
    PaymentSettings payments = PaymentSettings.of(settings);
    var access = new Access(tenants, new Owners(new DynamoIdentities(table)), platform.clock());
    var accounts = new AccountRoutes(access, new DynamoPurses(table), receipts, platform.clock());
    Chains chains = chains(platform, payments);
    Optional<AdvancePayment> advance = advance(platform, payments, receipts, tenants, chains);
    var parts =
        new PaymentRoutes.Parts(
            access,
            accounts,
            receipts,
            advance.flatMap(it ->
                payments
                    .offers()
                    .map(offers ->
                        new PaymentRoutes.Facilitated(
                            offers,
                            it,
                            new ConfirmPayment(receipts, it, chains, platform.clock())))),
            payments,
            new PaymentAnswers(settings.optional("SUPPORT_CONTACT")),
            new Ulids(platform.clock(), platform.random()),
            settings.orElse("PUBLIC_URL", "").replaceAll("/+$", ""),
            platform.clock());
    return new BillingWiring(
        accounts,
        new PaymentRoutes(parts),
        advance.map(
            it -> new ReconcilePayments(receipts, it, chains, platform.clock(), platform.log())));
  }

  private static Chains chains(Platform platform, PaymentSettings payments) {
    return new Chains(
        payments.nodes().entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, node -> new EvmChain(node.getValue(), platform.clock()))));
  }

  private static Optional<AdvancePayment> advance(
      Platform platform,
      PaymentSettings payments,
      Receipts receipts,
      Tenants tenants,
      Chains chains) {
    return payments
        .facilitator()
        .map(url ->
            new AdvancePayment(
                receipts,
                tenants,
                new Facilitator(url, payments.facilitatorAuthorization()),
                chains,
                payments.upgradesApproved(),
                platform.clock(),
                platform.log()));
  }
}
