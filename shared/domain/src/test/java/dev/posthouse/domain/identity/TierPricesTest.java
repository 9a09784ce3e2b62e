package dev.posthouse.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.purse.Credits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TierPricesTest {
  @Test
  void whatIsNotNamedCostsNothing() {
    TierPrices prices = TierPrices.parse("starter=500,growth=900");

    assertThat(prices.of("starter")).isEqualTo(new Credits(500));
    assertThat(prices.of("growth")).isEqualTo(new Credits(900));
    assertThat(prices.of("elite")).isEqualTo(Credits.ZERO);
    assertThat(TierPrices.parse("").of("starter")).isEqualTo(Credits.ZERO);
  }

  @Test
  void theListIsThePriceList() {
    TierPrices prices = TierPrices.parse("list");

    for (String name : Tiers.standard().names()) {
      assertThat(prices.of(name)).isEqualTo(Tiers.standard().find(name).orElseThrow().price());
      assertThat(prices.of(name)).isNotEqualTo(Credits.ZERO);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gold=1",
        "starter",
        "starter=-1",
        "starter=1;growth=2",
        "starter=1,",
        "starter=1,starter=2"
      })
  void whatIsNoPriceIsRefused(String text) {
    assertThatThrownBy(() -> TierPrices.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
