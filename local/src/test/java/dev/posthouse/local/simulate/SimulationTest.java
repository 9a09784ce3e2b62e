package dev.posthouse.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Tiers;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the rules make of weeks of mail.
final class SimulationTest {
  @ParameterizedTest
  @EnumSource(Scenario.class)
  void noDayIsOverAnyCapAndNothingIsRefusedWhileThereIsRoom(Scenario scenario)
      throws InterruptedException {
    Simulation.Result result = simulate("scale", scenario, 6, 50, 3);

    assertThat(result.days())
        .allSatisfy(day -> {
          assertThat(day.overCap()).isZero();
          assertThat(day.sent() + day.refused()).isEqualTo(day.wanted());
        });
  }

  @Test
  void aGoodListIsAtFullCapacityAfterFourWeeks() throws InterruptedException {
    Simulation.Result result = simulate("growth", Scenario.GOOD, 20, 42, 1);

    assertThat(result.days().getFirst().meanStage()).isZero();
    assertThat(result.days().get(14).meanStage()).isBetween(40.0, 51.0);
    assertThat(result.days().getLast().meanStage()).isGreaterThan(90);
    assertThat(result.days().getLast().refused()).isZero();
    assertThat(result.days().getFirst().capacity()).isEqualTo(20 * 4 * 4);
  }

  @Test
  void aBadListIsFrozenSetBackRepairedAndRecovers() throws InterruptedException {
    Simulation.Result good = simulate("pro", Scenario.GOOD, 9, 60, 1);
    Simulation.Result bad = simulate("pro", Scenario.BADLIST, 9, 60, 1);
    DayFigures total = bad.total();

    assertThat(total.setbacks()).isGreaterThan(good.total().setbacks());
    assertThat(total.pulled()).isPositive();
    assertThat(total.recovered()).isPositive();
    assertThat(IntStream.range(20, 30).mapToLong(day -> bad.days().get(day).stopped()).sum())
        .as("the identity is stopped as a whole")
        .isPositive();
    assertThat(bad.days().get(39).stopped()).as("and goes on by itself").isZero();
    assertThat(good.total().pulled()).isLessThan(total.pulled());
  }

  @Test
  void theMailboxesOfABlocklistedDomainArePulledAndReplacedElsewhere() throws InterruptedException {
    Simulation.Result result = simulate("scale", Scenario.BLOCKLISTED, 4, 60, 2);

    assertThat(result.total().pulled()).isGreaterThanOrEqualTo(4);
    assertThat(result.total().replaced()).as("a month later, elsewhere").isEqualTo(4);
    assertThat(result.days().get(59).inRepair()).isZero();
    assertThat(result.days().get(59).sending()).isEqualTo(4 * 12);
    assertThat(result.days().get(30).sent()).isPositive();
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOthers() throws InterruptedException {
    String once = HtmlReport.of(simulate("scale", Scenario.BADLIST, 3, 30, 7));

    assertThat(HtmlReport.of(simulate("scale", Scenario.BADLIST, 3, 30, 7))).isEqualTo(once);
    assertThat(HtmlReport.of(simulate("scale", Scenario.BADLIST, 3, 30, 8))).isNotEqualTo(once);
  }

  private static Simulation.Result simulate(
      String tier, Scenario scenario, int identities, int days, long seed)
      throws InterruptedException {
    return new Simulation(
            days, identities, Tiers.standard().find(tier).orElseThrow(), scenario, seed, 0.9)
        .run(_ -> {});
  }
}
