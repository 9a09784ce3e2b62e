package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HealthTest {
  private static final List<Finding> FINDINGS = List.of(Finding.values());
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);

  @ParameterizedTest(name = "{0} sends, {1} hard bounces, {2} complaints: {3}")
  @CsvSource({
    "0, 0, 0, 100",
    "60, 2, 0, 90",
    "100, 5, 0, 79",
    "100, 10, 0, 52",
    "50, 10, 0, 40",
    "300, 0, 1, 80",
    "300, 0, 2, 58",
    "300, 0, 3, 36",
    "600, 6, 0, 100"
  })
  void theScoreIsTheDocumentedOne(int sent, int hard, int complaints, int score) {
    assertThat(Health.of(today(sent, hard, complaints, 0), DAY).score()).isEqualTo(score);
  }

  @Test
  void theLinesAddUpToWhatIsMissing() {
    var random = new SplittableRandom(1);
    for (int round = 0; round < 2_000; round++) {
      int sent = random.nextInt(1, 400);
      Signs signs =
          new Signs(
              today(sent, random.nextInt(sent), random.nextInt(3), random.nextInt(sent)).track(),
              random.nextBoolean(),
              FINDINGS.get(random.nextInt(3)));
      Health health = Health.of(signs, DAY);
      double lost = health.lines().stream().mapToDouble(Health.Line::points).sum();

      assertThat(health.score()).isEqualTo((int) Math.round(Math.max(0, 100 - lost)));
    }
  }

  @Test
  void everyLineSaysWhatTookHowMuch() {
    var signs = new Signs(today(100, 5, 0, 10).track(), false, Finding.HIGH);
    assertThat(Health.of(signs, DAY).lines())
        .containsExactly(
            new Health.Line(
                "hard_bounces",
                21.3,
                "5.0 of 100.0 sends in two weeks that fade: 3.667 %, of which 1.00 % is free"),
            new Health.Line(
                "deferrals",
                16,
                "10.0 of 100.0 sends in two weeks that fade: 10.000 %, of which 2.00 % is free"),
            new Health.Line("authentication", 40, "the domain's DNS records are not in order"),
            new Health.Line("finding", 50, "SES's advisor has a finding of high impact"));
  }

  @Test
  void aLowFindingCostsTwenty() {
    assertThat(Health.of(new Signs(Track.NONE, true, Finding.LOW), DAY).score()).isEqualTo(80);
  }

  @Test
  void whatIsLongAgoCountsLessAndAfterTwoWeeksNotAtAll() {
    Signs signs = today(100, 10, 0, 0);

    assertThat(Health.of(signs, DAY.plusDays(7)).score()).isBetween(53, 99);
    assertThat(Health.of(signs, DAY.plusDays(13)).score()).isEqualTo(91);
    assertThat(Health.of(signs, DAY.plusDays(14)).lines()).isEmpty();
  }

  @Test
  void noLineTakesMoreThanItsShare() {
    assertThat(Health.of(today(1000, 1000, 0, 0), DAY).score()).isEqualTo(40);
    assertThat(Health.of(today(1000, 0, 1000, 0), DAY).score()).isEqualTo(20);
    assertThat(Health.of(today(1000, 0, 0, 1000), DAY).score()).isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource({
    "100, GROW",
    "80, GROW",
    "79, FREEZE",
    "60, FREEZE",
    "59, HALVE",
    "40, HALVE",
    "39, REPAIR",
    "20, REPAIR",
    "19, OUT",
    "0, OUT"
  })
  void bandsBeginWhereTheyAreSaidTo(int score, Band band) {
    assertThat(Band.of(score)).isEqualTo(band);
  }

  private static Signs today(int sent, int hard, int complaints, int deferrals) {
    return Signs.of(new Track(Map.of(DAY, new DayOutcomes(sent, hard, complaints, deferrals))));
  }
}
