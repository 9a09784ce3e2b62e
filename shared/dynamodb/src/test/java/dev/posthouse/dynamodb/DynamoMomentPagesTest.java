package dev.posthouse.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.purse.MomentPage;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.MomentPagesContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.Watched;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@OnEveryAws
record DynamoMomentPagesTest(AwsEndpoint endpoint) implements MomentPagesContract {
  private static final int KEPT = 64;

  @Override
  public Ports ports() {
    return table().ports();
  }

  private ContractTable table() {
    return ContractTable.on(endpoint, "moments");
  }

  /// A tenant that sends asks for the same page fifty times.
  @Test
  void aPageIsReadOnceAsLongAsNotManyOthersAre() {
    TenantId tenant = Fixtures.tenantId();
    var reads = new AtomicInteger();
    DynamoMomentPages pages = counted(reads);
    write(tenant, KEPT + 1);

    for (int i = 0; i < 3; i++) {
      assertThat(pages.find(tenant, 0)).contains(page(tenant, 0));
    }
    assertThat(reads).hasValue(1);
    for (int number = 1; number <= KEPT; number++) {
      assertThat(pages.find(tenant, number)).contains(page(tenant, number));
    }
    assertThat(reads).hasValue(1 + KEPT);
    pages.find(tenant, KEPT);
    assertThat(reads).hasValue(1 + KEPT);
    pages.find(tenant, 0);
    assertThat(reads).hasValue(2 + KEPT);
  }

  @Test
  void thatThereIsNoPageIsNotKept() {
    TenantId tenant = Fixtures.tenantId();
    DynamoMomentPages pages = counted(new AtomicInteger());
    assertThat(pages.find(tenant, 0)).isEmpty();

    write(tenant, 1);

    assertThat(pages.find(tenant, 0)).contains(page(tenant, 0));
  }

  private DynamoMomentPages counted(AtomicInteger reads) {
    return new DynamoMomentPages(
        table()
            .table(
                Watched.after(
                    DynamoDbClient.class, table().client(), "getItem", reads::incrementAndGet)));
  }

  private void write(TenantId tenant, int count) {
    Transaction transaction = table().table().transaction();
    for (int number = 0; number < count; number++) {
      transaction.put(DynamoMomentPages.write(page(tenant, number)));
    }
    assertThat(transaction.commit(table().client())).isEqualTo(new Transaction.Outcome.Committed());
  }

  private static MomentPage page(TenantId tenant, int number) {
    long first = (long) number * MomentPage.SIZE;
    return new MomentPage(
        tenant, first, Collections.nCopies(MomentPage.SIZE, Fixtures.NOW.plusMillis(number)));
  }
}
