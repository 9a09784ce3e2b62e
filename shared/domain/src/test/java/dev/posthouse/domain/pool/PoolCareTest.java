package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.tenant.TenantId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PoolCareTest {
  private static final IdentityId IDENTITY = new IdentityId("idn_0123456789abcdef");
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final int MAX = 93;

  @Test
  void aPoolThatIsUsedAndCleanClimbsTheWholeCurve() {
    Roster roster = roster(300, fresh(4, 2));
    for (int day = 0; day <= 28; day++) {
      LocalDate today = DAY.plusDays(day);
      roster = PoolCare.warm(roster, used(MAX, roster, today.minusDays(1)), today);
      int expected = day == 0 ? 0 : (int) Math.round(100.0 * day / 28);
      assertThat(roster.mailboxes())
          .allSatisfy(mailbox -> {
            assertThat(mailbox.stage()).isEqualTo(expected);
            assertThat(mailbox.dailyCap())
                .isEqualTo(WarmupCurve.cap(mailbox.course().earned().days(), MAX));
          });
    }
    assertThat(Forecast.capacity(roster)).isEqualTo(300);
  }

  @Test
  void aDayCountsOnceHoweverOftenItIsCounted() {
    Roster first = PoolCare.warm(roster(300, fresh(4, 2)), facts(Map.of()), DAY);
    LocalDate tomorrow = DAY.plusDays(1);
    PoolCare.Facts facts = used(MAX, first, DAY);
    Roster once = PoolCare.warm(first, facts, tomorrow);

    assertThat(once.revision()).isEqualTo(first.revision() + 1);
    assertThat(PoolCare.warm(once, facts, tomorrow)).isSameAs(once);
  }

  @Test
  void whatIsCountedDaysLateComesToTheSame() {
    Roster start = PoolCare.warm(roster(300, fresh(4, 2)), facts(Map.of()), DAY);
    Map<LocalDate, DayOutcomes> days = new HashMap<>();
    Roster onTime = start;
    PoolCare.Facts facts = facts(Map.of());
    for (int day = 1; day <= 3; day++) {
      days.put(DAY.plusDays(day - 1), new DayOutcomes(4, 0, 0, 0));
      facts = everybody(MAX, onTime, new Track(days));
      onTime = PoolCare.warm(onTime, facts, DAY.plusDays(day));
    }
    Roster late = PoolCare.warm(start, facts, DAY.plusDays(3));

    assertThat(late.mailboxes()).isEqualTo(onTime.mailboxes());
    assertThat(late.mailboxes().getFirst().course().earned()).isEqualTo(EarnedDays.of(3));
    assertThat(late.revision()).isEqualTo(start.revision() + 1);
  }

  @Test
  void twoWeeksUpToTheFirstDayNotCountedAreLookedAt() {
    Roster counted = roster(300, fresh(2, 1));

    assertThat(PoolCare.firstOfInterest(counted, DAY)).isEqualTo(DAY.minusDays(13));
    assertThat(PoolCare.firstOfInterest(counted, DAY.plusDays(1))).isEqualTo(DAY.minusDays(13));
    assertThat(PoolCare.firstOfInterest(counted, DAY.plusDays(3))).isEqualTo(DAY.minusDays(13));
    assertThat(PoolCare.firstOfInterest(counted, DAY.plusDays(90)))
        .as("at most two weeks late")
        .isEqualTo(DAY.plusDays(90 - 14 - 13));
  }

  @Test
  void aClockThatGoesBackCountsNothingTwice() {
    Roster roster = PoolCare.warm(roster(300, fresh(2, 1)), facts(Map.of()), DAY);
    Roster again = PoolCare.warm(roster, used(MAX, roster, DAY.minusDays(4)), DAY.minusDays(3));

    assertThat(again).isSameAs(roster);
  }

  @ParameterizedTest
  @ValueSource(strings = {"starter", "growth", "scale", "pro", "business", "elite"})
  void theCapsOfADomainsMailboxesNeverAddUpToMoreThanItsOwn(String tierName) {
    var tier = Tiers.standard().find(tierName).orElseThrow();
    Roster roster = roster(tier.dailyCap(), fresh(tier.mailboxes(), tier.domains()));
    for (int day = 0; day <= 30; day++) {
      LocalDate today = DAY.plusDays(day);
      PoolCare.Facts facts = used(tier.mailboxDailyMax(), roster, today.minusDays(1));
      roster = PoolCare.warm(roster, facts, today);
      EarnedDays age = roster.mailboxes().getFirst().course().earned();
      Map<String, Integer> byDomain = new HashMap<>();
      roster
          .mailboxes()
          .forEach(mailbox ->
              byDomain.merge(mailbox.address().domain(), mailbox.dailyCap(), Integer::sum));
      assertThat(byDomain.values())
          .as("day %d", day)
          .allSatisfy(
              sum -> assertThat(sum).isPositive().isLessThanOrEqualTo(PoolCaps.domainCap(age)));
    }
    assertThat(Forecast.capacity(roster)).isEqualTo(tier.dailyCap());
  }

  @Test
  void aYoungDomainHoldsItsMailboxesBack() {
    Roster roster = PoolCare.check(roster(5000, fresh(10, 1)), facts(Map.of()), DAY);

    assertThat(roster.mailboxes()).allSatisfy(box -> assertThat(box.dailyCap()).isEqualTo(2));
  }

  @Test
  void aPoolNobodyTellsAnythingNewOfStaysAsItIs() {
    Roster roster = PoolCare.check(roster(300, fresh(4, 2)), facts(Map.of()), DAY);

    assertThat(PoolCare.check(roster, facts(Map.of()), DAY)).isSameAs(roster);
  }

  @ParameterizedTest(name = "{1} bounces, {2} deferrals of {0}: cap {4} in state {3}")
  @CsvSource({
    "60, 2, 0, ACTIVE, 93",
    "100, 5, 0, ACTIVE, 93",
    "100, 10, 0, ACTIVE, 47",
    "100, 50, 0, ACTIVE, 47",
    "100, 50, 10, PULLED, 0"
  })
  void whoDoesBadlySendsHalfOrNothing(
      int sent, int hard, int deferrals, MailboxState state, int cap) {
    Roster warm = roster(300, List.of(mailbox(0, "one.example", 100)));
    Roster after =
        PoolCare.check(warm, facts(Map.of(0, new DayOutcomes(sent, hard, 0, deferrals))), DAY);

    assertThat(after.mailboxes().getFirst().state()).isEqualTo(state);
    assertThat(after.mailboxes().getFirst().dailyCap()).isEqualTo(cap);
  }

  @Test
  void theOperatorsCapStandsWhateverIsEarned() {
    Mailbox set = mailbox(0, "one.example", 0);
    Course fixed = set.course().withFixedCap(OptionalInt.of(50));
    Roster after = PoolCare.check(roster(300, List.of(set.on(fixed))), facts(Map.of()), DAY);

    assertThat(after.mailboxes().getFirst().dailyCap()).isEqualTo(50);
  }

  @ParameterizedTest(name = "{1} bounces, {2} complaints of {0} sends: {3}")
  @CsvSource({
    "199, 50, 10, ACTIVE",
    "200, 7, 0, ACTIVE",
    "200, 8, 0, REPAIRING",
    "2500, 0, 1, ACTIVE",
    "2500, 0, 2, REPAIRING",
    "2501, 0, 2, ACTIVE"
  })
  void anIdentityStopsBeforeSesWouldStopIt(
      int sent, int hard, int complaints, IdentityState state) {
    assertThat(pause(IdentityState.ACTIVE, sent, hard, complaints)).isEqualTo(state);
  }

  @ParameterizedTest(name = "{1} bounces of {0} sends: {2}")
  @CsvSource({"400, 8, REPAIRING", "400, 7, ACTIVE", "199, 199, ACTIVE"})
  void itGoesOnWhenHalfOfThatIsLeft(int sent, int hard, IdentityState state) {
    assertThat(pause(IdentityState.REPAIRING, sent, hard, 0)).isEqualTo(state);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAUSED", "SUSPENDED", "PROVISIONING"})
  void whatOthersStoppedTheHealthRulesLeaveAlone(IdentityState state) {
    assertThat(pause(state, 1000, 500, 100)).isEqualTo(state);
    assertThat(pause(state, 0, 0, 0)).isEqualTo(state);
  }

  private static IdentityState pause(IdentityState state, int sent, int hard, int complaints) {
    Roster roster = roster(300, List.of(mailbox(0, "one.example", 100))).next(state);
    var outcomes = new DayOutcomes(sent, hard, complaints, 0);
    return PoolCare.check(roster, facts(Map.of(0, outcomes)), DAY).state();
  }

  private static PoolCare.Facts facts(Map<Integer, DayOutcomes> today) {
    Map<Integer, Signs> signs = new HashMap<>();
    today.forEach(
        (ordinal, outcomes) -> signs.put(ordinal, Signs.of(new Track(Map.of(DAY, outcomes)))));
    return new PoolCare.Facts(MAX, signs);
  }

  /// Everybody has used the whole cap on that day.
  private static PoolCare.Facts used(int max, Roster roster, LocalDate day) {
    Map<Integer, Signs> signs = new HashMap<>();
    for (Mailbox mailbox : roster.mailboxes()) {
      var outcomes = new DayOutcomes(mailbox.dailyCap(), 0, 0, 0);
      signs.put(mailbox.ordinal(), Signs.of(new Track(Map.of(day, outcomes))));
    }
    return new PoolCare.Facts(max, signs);
  }

  private static PoolCare.Facts everybody(int max, Roster roster, Track track) {
    Map<Integer, Signs> signs = new HashMap<>();
    roster.mailboxes().forEach(mailbox -> signs.put(mailbox.ordinal(), Signs.of(track)));
    return new PoolCare.Facts(max, signs);
  }

  private static List<Mailbox> fresh(int mailboxes, int domains) {
    return new ArrayList<>(
        IntStream.range(0, mailboxes)
            .mapToObj(ordinal -> {
              Mailbox box = mailbox(ordinal, "d" + ordinal % domains + ".example", 0);
              return box.on(box.course().counted(DAY));
            })
            .toList());
  }

  private static Mailbox mailbox(int ordinal, String domain, int stage) {
    return new Mailbox(
        ordinal,
        new EmailAddress("m" + ordinal, domain),
        MailboxState.ACTIVE,
        stage,
        100,
        WarmupCurve.capAtStage(stage, MAX));
  }

  private static Roster roster(int dailyCap, List<Mailbox> mailboxes) {
    return new Roster(
        IDENTITY,
        new TenantId("tnt_0123456789abcdef"),
        new Handle("dana@post.example"),
        "Dana",
        IdentityState.ACTIVE,
        dailyCap,
        1,
        mailboxes);
  }
}
