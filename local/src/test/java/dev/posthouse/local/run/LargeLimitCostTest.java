package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.dynamodb.DynamoMailboxes;
import dev.posthouse.local.store.Meter;
import dev.posthouse.local.store.MeteredDynamoDb;
import dev.posthouse.send.SendHandler;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What a rolling limit costs that asks for more moments than a purse holds, by DynamoDB's billing
/// rules.
class LargeLimitCostTest {
  private static final int LIMIT = 100;
  private static final int SENDS = 210;
  private static final int PAGE = 50;

  /// Sheet, purse, job.
  private static final int WRITES = 6;

  /// Key and roster; half of each of tenant, sheet, recipient, purse, address.
  private static final double READS = 4.5;

  private final Meter meter = new Meter();
  private final Deployment deployment = new Deployment().setting("SEND_QUOTAS", "free=100/day");
  private final Tenant tenant =
      new Tenant(
          Fixtures.tenantId(),
          "Ada",
          Fixtures.person(),
          BillingState.FREE,
          OutboundStatus.INTERNAL_ONLY,
          Set.of(),
          Fixtures.NOW);

  @Test
  void aSendCostsTheSameWhateverTheLimitAndItsPagesTwoUnitsForFifty() {
    DynamoDbClient plain = deployment.client(DynamoDbClient.class, DynamoDbClient::create);
    deployment
        .provide(DynamoDbClient.class, new MeteredDynamoDb(plain, meter))
        .with(SendHandler::new);
    Caller caller = deployment.caller(tenant);
    String from = mailbox();
    // Opens the conversation.
    send(caller, from);
    meter.reset();

    for (int i = 1; i < SENDS; i++) {
      // Just as fast as the limit lets them, once it is reached.
      deployment.clock().advance(Duration.ofHours(24).dividedBy(LIMIT));
      double before = meter.total().rru();
      send(caller, from);
      boolean readsAPage = i >= LIMIT && i % PAGE == 0;
      assertThat(meter.total().rru() - before)
          .as("reads of send %d", i)
          .isEqualTo(readsAPage ? READS + 1 : READS);
    }

    int pages = (SENDS - 1) / PAGE;
    assertThat(meter.total().wru()).isEqualTo(WRITES * (SENDS - 1) + 2 * pages);
  }

  private void send(Caller caller, String from) {
    Answer answer =
        caller.post(
            "/v1/messages/send",
            Map.of("from", from, "to", "bob@example.com", "subject", "Hello", "text", "A word."));
    assertThat(answer.status()).as(answer.content()).isEqualTo(202);
  }

  private String mailbox() {
    Identity identity = Fixtures.selfServe(tenant.id());
    KeySecret secret = Fixtures.secret();
    new DynamoMailboxes(deployment.table())
        .add(identity, Fixtures.key(tenant.id(), secret), secret);
    deployment
        .ports()
        .purses()
        .book(
            LedgerEntry.booking(
                tenant.id(), LedgerEntry.Kind.TOPUP, SENDS, "a topup", "", Fixtures.NOW));
    return identity.handle().value();
  }
}
