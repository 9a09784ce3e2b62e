package dev.posthouse.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.purse.Credits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TiersTest {
  /// The first five columns are the published price list. The last is what a warm mailbox may send:
  /// its even share, rounded up, and a quarter more, rounded down.
  @ParameterizedTest
  @CsvSource({
    "starter, 150, 2, 2, 1500, 93",
    "growth, 300, 4, 2, 3000, 93",
    "scale, 1000, 12, 3, 10000, 105",
    "pro, 5000, 55, 6, 50000, 113",
    "business, 10000, 110, 10, 100000, 113",
    "elite, 20000, 220, 18, 200000, 113",
  })
  void theTiersAreThosePublished(
      String name, int dailyCap, int mailboxes, int domains, long credits, int mailboxDailyMax) {
    Tier tier = Tiers.standard().find(name).orElseThrow();

    assertThat(tier).isEqualTo(new Tier(name, dailyCap, mailboxes, domains, new Credits(credits)));
    assertThat(tier.mailboxDailyMax()).isEqualTo(mailboxDailyMax);
  }

  @Test
  void thereAreNoOthers() {
    assertThat(Tiers.standard().names())
        .containsExactly("starter", "growth", "scale", "pro", "business", "elite");
    assertThat(Tiers.standard().find("enterprise")).isEmpty();
    assertThat(Tiers.standard().find("")).isEmpty();
  }

  @Test
  void aWarmPoolHasAFifthMoreThanItsCap() {
    for (String name : Tiers.standard().names()) {
      Tier tier = Tiers.standard().find(name).orElseThrow();

      assertThat(10 * tier.mailboxes() * tier.mailboxDailyMax())
          .as(name)
          .isGreaterThanOrEqualTo(12 * tier.dailyCap());
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "-1, 1, 1", "1, 0, 1", "1, 1, 0", "10, 2, 3"})
  void aTierThatMakesNoSenseIsRefused(int dailyCap, int mailboxes, int domains) {
    assertThatThrownBy(() -> new Tier("odd", dailyCap, mailboxes, domains))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
