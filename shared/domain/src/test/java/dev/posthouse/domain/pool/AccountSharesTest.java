package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AccountSharesTest {
  @Test
  void whereThereIsEnoughForAllNobodyIsLimited() {
    assertThat(AccountShares.level(1_000, List.of(400, 500))).isEqualTo(Roster.UNSHARED);
    assertThat(AccountShares.level(-1, List.of(400, 500))).isEqualTo(Roster.UNSHARED);
    assertThat(AccountShares.level(0, List.of())).isEqualTo(Roster.UNSHARED);
  }

  @Test
  void whatIsShortIsShortForTheLargest() {
    // 900 after the reserve: 150 is whole, the three larger ones share the rest.
    assertThat(AccountShares.level(1_000, List.of(5_000, 300, 150, 1_000))).isEqualTo(250);
    assertThat(AccountShares.level(1_000, List.of(5_000, 150, 1_000))).isEqualTo(375);
    assertThat(AccountShares.level(200, List.of(300))).isEqualTo(180);
  }

  @Test
  void sharesNeverAddUpToMoreThanThereIsAndNeverLeaveMuch() {
    var random = new Random(7);
    for (int round = 0; round < 500; round++) {
      List<Integer> capacities =
          IntStream.range(0, 1 + random.nextInt(40)).mapToObj(_ -> random.nextInt(20_000)).toList();
      long quota = random.nextInt(200_000);
      int level = AccountShares.level(quota, capacities);
      long sum = capacities.stream().mapToLong(capacity -> Math.min(capacity, level)).sum();
      long left = quota - quota / 10;

      assertThat(sum).isLessThanOrEqualTo(left);
      if (level != Roster.UNSHARED) {
        assertThat(sum).isGreaterThan(left - capacities.size());
      }
    }
  }
}
