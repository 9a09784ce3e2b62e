package dev.posthouse.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.purse.MomentPage;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class PurseItemTest {
  private static final int WRITE_UNIT = 1024;

  /// Each send from a mailbox writes its tenant's purse twice, so its size is money.
  @Test
  void aPurseAsLargeAsItGetsStaysWithinOneWriteUnit() {
    var policy = new SendPolicy(BillingState.PAID_REVIEW, OutboundStatus.EXTERNAL_ENABLED);
    var item = PurseItem.empty(Fixtures.tenant().with(policy, Fixtures.NOW));
    item.put(PurseItem.AVAILABLE, Item.number(9_999_999_999L));
    item.put(PurseItem.RESERVED, Item.number(99_999_999L));
    item.put(PurseItem.SENDS, Item.number(9_999_999_999L));
    for (int day = 0; day < Purse.DAYS_KEPT; day++) {
      item.put("sent" + Fixtures.TODAY.minusDays(day), Item.number(99_999_999L));
    }
    AttributeValue moment = Item.number(Fixtures.NOW.toEpochMilli() + 1);
    int most = MomentPage.SIZE;
    item.put(PurseItem.TIMES, AttributeValue.fromL(Collections.nCopies(most, moment)));
    item.put(PurseItem.COUNTED_FROM, Item.number(9_999_999_999L - most - 1));

    assertThat(ItemSize.of(item)).isLessThanOrEqualTo(WRITE_UNIT);
    assertThat(PurseItem.read(item).recent().times()).hasSize(most);
    assertThat(PurseItem.read(item).perDay()).hasSize(Purse.DAYS_KEPT);
  }

  @Test
  void soDoesAPageOfMomentsAndItExpires() {
    var times = Collections.nCopies(MomentPage.SIZE, Fixtures.NOW.plusMillis(1));
    var item = DynamoMomentPages.write(new MomentPage(Fixtures.tenantId(), 9_999_999_950L, times));

    assertThat(ItemSize.of(item)).isLessThanOrEqualTo(WRITE_UNIT);
    assertThat(Attributes.number(item, Item.EXPIRES_AT))
        .isEqualTo(Fixtures.NOW.plus(Duration.ofDays(2)).getEpochSecond());
  }
}
