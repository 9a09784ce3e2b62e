package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WarmupDayTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({"0, 10, 0", "1, 10, 200000", "1, 7, 285714", "5, 10, 1000000", "10, 10, 1000000"})
  void aCleanDayEarnsThePartOfHalfTheCapThatWasUsed(int used, int cap, long millionths) {
    Mailbox before = mailbox(EarnedDays.of(3), cap);

    assertThat(count(before, used, Signs.NONE).course().earned().millionths())
        .isEqualTo(3_000_000 + millionths);
  }

  @Test
  void sumsOfPartsAreExact() {
    Mailbox mailbox = mailbox(EarnedDays.NONE, 20);
    for (int day = 0; day < 280; day++) {
      mailbox = count(mailbox, 1, Signs.NONE);
    }
    assertThat(mailbox.course().earned()).isEqualTo(EarnedDays.ALL);
    assertThat(mailbox.stage()).isEqualTo(100);
  }

  @Test
  void theDayOnWhichCleanEndsCostsAWeekAndThoseAfterItOnlyDoNotCount() {
    Signs bad = signs(new DayOutcomes(50, 0, 1, 0));
    Mailbox first = count(mailbox(EarnedDays.of(10), 10), 10, bad);
    Mailbox second = count(first, 10, bad);

    assertThat(first.course().earned()).isEqualTo(EarnedDays.of(3));
    assertThat(first.stage()).isEqualTo(11);
    assertThat(second.course().earned()).isEqualTo(EarnedDays.of(3));
    assertThat(count(second, 10, Signs.NONE).course().earned()).isEqualTo(EarnedDays.of(4));
  }

  @Test
  void nobodyFallsBelowTheBeginning() {
    assertThat(count(mailbox(EarnedDays.of(2), 10), 10, signs(new DayOutcomes(50, 0, 1, 0))))
        .extracting(mailbox -> mailbox.course().earned())
        .isEqualTo(EarnedDays.NONE);
  }

  @ParameterizedTest(name = "{0} sent, {1} bounced, {2} complained, {3} deferred: {4}")
  @CsvSource({
    "10, 1, 0, 0, true",
    "10, 2, 0, 0, false",
    "100, 2, 0, 0, true",
    "100, 3, 0, 0, false",
    "100, 0, 1, 0, false",
    "10, 0, 0, 1, true",
    "100, 0, 0, 4, true",
    "100, 0, 0, 5, false"
  })
  void aDayIsCleanWithinTheLines(int sent, int hard, int complaints, int deferred, boolean clean) {
    assertThat(CleanDay.is(signs(new DayOutcomes(sent, hard, complaints, deferred)), DAY))
        .isEqualTo(clean);
  }

  @Test
  void theWeekIsLookedAtAndNotMore() {
    Signs signs = signs(new DayOutcomes(50, 0, 1, 0));

    assertThat(CleanDay.is(signs, DAY.plusDays(6))).isFalse();
    assertThat(CleanDay.is(signs, DAY.plusDays(7))).isTrue();
  }

  @Test
  void mailThatDoesNotAuthenticateAndGraveFindingsAreNotClean() {
    assertThat(CleanDay.is(new Signs(Track.NONE, false, Finding.NONE), DAY)).isFalse();
    assertThat(CleanDay.is(new Signs(Track.NONE, true, Finding.HIGH), DAY)).isFalse();
    assertThat(CleanDay.is(new Signs(Track.NONE, true, Finding.LOW), DAY)).isTrue();
  }

  @Test
  void afterTwoIdleWeeksEachFurtherDayCostsOne() {
    Mailbox mailbox = mailbox(EarnedDays.of(10), 10);
    for (int day = 0; day < 14; day++) {
      mailbox = count(mailbox, 0, Signs.NONE);
    }
    assertThat(mailbox.course().earned()).isEqualTo(EarnedDays.of(10));
    assertThat(count(mailbox, 0, Signs.NONE).course().earned()).isEqualTo(EarnedDays.of(9));
    assertThat(count(mailbox, 5, Signs.NONE).course().earned()).isEqualTo(EarnedDays.of(11));
  }

  @Test
  void theCapThatIsFrozenEarnsNothing() {
    // 79: the figures are clean by count, and a finding keeps it below 80.
    Signs frozen =
        new Signs(new Track(Map.of(DAY, new DayOutcomes(60, 1, 0, 0))), true, Finding.LOW);
    assertThat(CleanDay.is(frozen, DAY)).isTrue();
    assertThat(Health.of(frozen, DAY).band()).isEqualTo(Band.FREEZE);

    assertThat(count(mailbox(EarnedDays.of(10), 10), 10, frozen).course().earned())
        .isEqualTo(EarnedDays.of(10));
  }

  @Test
  void afterARepairTheSetbackIsEarnedAtHalfSpeed() {
    Mailbox mailbox = mailbox(EarnedDays.of(10), 10);
    Course back = mailbox.course().back(DAY, EarnedDays.ONE);
    Mailbox slow = count(mailbox.on(back), 10, Signs.NONE);

    assertThat(slow.course().earned().days()).isEqualTo(10.5);
    Mailbox again = count(slow, 10, Signs.NONE);
    assertThat(again.course().earned()).isEqualTo(EarnedDays.of(11));
    assertThat(count(again, 10, Signs.NONE).course().earned()).isEqualTo(EarnedDays.of(12));
  }

  private static Mailbox count(Mailbox mailbox, int used, Signs signs) {
    // A day of use without an outcome, on top of what the signs tell.
    int more = used - signs.track().on(DAY).sent();
    Track track =
        more > 0 ? signs.track().plus(DAY, new DayOutcomes(more, 0, 0, 0)) : signs.track();
    return WarmupDay.count(mailbox, DAY, new Signs(track, signs.authenticated(), signs.finding()));
  }

  private static Signs signs(DayOutcomes outcomes) {
    return Signs.of(new Track(Map.of(DAY, outcomes)));
  }

  private static Mailbox mailbox(EarnedDays earned, int cap) {
    Course course = Course.atStage(0).withEarned(earned);
    return new Mailbox(
        0,
        EmailAddress.parse("dana@one.example"),
        MailboxState.ACTIVE,
        earned.stage(),
        100,
        cap,
        course);
  }
}
