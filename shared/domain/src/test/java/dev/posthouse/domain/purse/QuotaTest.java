package dev.posthouse.domain.purse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.purse.Quota.Window;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.RateWindow;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QuotaTest {
  private static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");
  private static final Quota FREE = quota(1, 10);

  @Test
  void theHourIsOverToTheMillisecond() {
    Moments one = moments(rich().reserve(1, FREE, NOW).after());

    assertThat(FREE.full(one, 1, NOW.plus(Duration.ofHours(1)).minusMillis(1)))
        .contains(new Quota.Full(Window.HOUR, 1, 1, NOW.plus(Duration.ofHours(1))));
    assertThat(FREE.full(one, 1, NOW.plus(Duration.ofHours(1)))).isEmpty();
  }

  @Test
  void ofTwoFullWindowsTheOneThatFreesLastIsNamed() {
    Purse ten = rich();
    for (int hour = 0; hour < 10; hour++) {
      ten = ten.reserve(1, FREE, NOW.plus(Duration.ofHours(hour))).after();
    }
    Instant now = NOW.plus(Duration.ofHours(9)).plusSeconds(1);

    assertThat(FREE.full(moments(ten), 1, now))
        .contains(new Quota.Full(Window.DAY, 10, 10, NOW.plus(Duration.ofHours(24))));
  }

  @Test
  void noWindowEverHoldsMoreAndNoneWithRoomRefuses() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      Quota quota = quota(random.nextInt(1, 5), random.nextInt(4) == 0 ? 0 : random.nextInt(1, 13));
      new History(random).check(List.of(quota), 400);
    }
  }

  @Test
  void neitherDoLargeOnesWhateverPlanComesNext() {
    for (int seed = 0; seed < 40; seed++) {
      var random = new Random(seed);
      Quota large = quota(random.nextInt(51, 250), random.nextInt(51, 401));
      Quota other = quota(0, random.nextInt(51, 401));
      Quota edge = quota(random.nextInt(48, 54), random.nextInt(48, 54));
      Quota small = quota(random.nextInt(1, 20), random.nextBoolean() ? 0 : random.nextInt(20, 51));
      List<Quota> plans =
          seed % 2 == 0 ? List.of(large) : List.of(large, other, edge, small, Quota.NONE);
      new History(random).check(plans, 500);
    }
  }

  /// A tenant against somebody who remembers everything and counts.
  private static final class History {
    private final Random random;
    private final Map<Long, MomentPage> pages = new HashMap<>();
    private final List<Instant> all = new ArrayList<>();
    private Purse purse = rich();
    private Instant now = NOW;

    /// How many were written to before the first that counts.
    private int from;

    History(Random random) {
      this.random = random;
    }

    void check(List<Quota> plans, int steps) {
      Quota quota = plans.getFirst();
      for (int i = 0; i < steps; i++) {
        quota = random.nextInt(20) == 0 ? plans.get(random.nextInt(plans.size())) : quota;
        now = now.plusMillis(step(quota));
        pages.values().removeIf(page -> !page.expiresAt().isAfter(now) && random.nextBoolean());
        int count = random.nextInt(1, Math.max(4, quota.memory() / 6));
        if (quota.tooSmallFor(count).isEmpty()) {
          decide(quota, count);
        }
        for (Window window : Window.values()) {
          assertThat(moments().count(window.length(), now)).isEqualTo(used(window, now));
        }
      }
      assertThat(all).hasSizeGreaterThan(20);
    }

    private void decide(Quota quota, int count) {
      Optional<Quota.Full> full = quota.full(moments(), count, now);

      assertThat(full.isEmpty()).isEqualTo(hasRoom(quota, count, now));
      full.ifPresent(limit -> {
        assertThat(limit.used()).isEqualTo(used(limit.window(), now));
        assertThat(hasRoom(quota, count, limit.until())).isTrue();
        assertThat(hasRoom(quota, count, limit.until().minusMillis(1))).isFalse();
      });
      if (full.isPresent()) {
        return;
      }
      Reservation reservation = purse.reserve(count, quota, now);
      purse = reservation.after();
      reservation.pages().forEach(page -> assertThat(pages.put(page.number(), page)).isNull());
      all.addAll(Collections.nCopies(count, now));
      // A plan with small limits remembers as many as they ask for, one without any nothing.
      if (quota.memory() <= MomentPage.SIZE) {
        from = Math.max(from, all.size() - quota.memory());
        assertThat(reservation.pages()).isEmpty();
      }
      assertThat(purse.recent().times()).hasSizeLessThanOrEqualTo(MomentPage.SIZE);
    }

    private Moments moments() {
      return new Moments(purse, (tenant, number) -> Optional.ofNullable(pages.get(number)));
    }

    /// Often right at the edge of a window, else somewhere: sometimes a burst, sometimes a pause.
    private long step(Quota quota) {
      if (!all.isEmpty() && random.nextInt(3) == 0) {
        Window window = random.nextBoolean() ? Window.HOUR : Window.DAY;
        int max = Math.max(1, quota.limit(window).orElse(1));
        int back = random.nextBoolean() ? max : random.nextInt(all.size()) + 1;
        Instant edge = all.get(Math.max(0, all.size() - back)).plus(window.length());
        long until = Duration.between(now, edge).toMillis() + random.nextInt(-1, 2);
        if (until >= 0) {
          return until;
        }
      }
      return random.nextLong(0, Duration.ofMinutes(random.nextInt(1, 200)).toMillis());
    }

    private boolean hasRoom(Quota quota, int count, Instant end) {
      for (Window window : Window.values()) {
        if (used(window, end) + count > quota.limit(window).orElse(Integer.MAX_VALUE)) {
          return false;
        }
      }
      return true;
    }

    private int used(Window window, Instant end) {
      int used = 0;
      for (Instant at : all.subList(from, all.size()).reversed()) {
        if (!at.isAfter(end.minus(window.length()))) {
          break;
        }
        used++;
      }
      return used;
    }
  }

  @Test
  void aClockThatIsBehindGainsNothing() {
    Purse purse = rich().reserve(1, FREE, NOW).after();

    assertThat(FREE.full(moments(purse), 1, NOW.minus(Duration.ofDays(2)))).isPresent();
    assertThat(purse.reserve(1, FREE, NOW.minus(Duration.ofDays(2))).after().recent().times())
        .containsExactly(NOW, NOW);
  }

  @Test
  void moreThanAWindowHoldsNeverGoes() {
    assertThat(FREE.tooSmallFor(1)).isEmpty();
    assertThat(FREE.tooSmallFor(2)).contains(Window.HOUR);
    assertThat(quota(20, 10).tooSmallFor(11)).contains(Window.DAY);
    assertThat(quota(0, 10).tooSmallFor(10)).isEmpty();
    assertThat(Quota.NONE.tooSmallFor(50)).isEmpty();
  }

  @Test
  void withoutLimitsNothingIsRememberedAndNothingRefused() {
    Purse purse = rich().reserve(3, FREE, NOW).after().reserve(2, Quota.NONE, NOW).after();

    assertThat(purse.recent()).isEqualTo(RateWindow.EMPTY);
    assertThat(purse.sends()).isEqualTo(5);
    assertThat(Quota.NONE.full(moments(purse), 50, NOW)).isEmpty();
  }

  @Test
  void daysAreCountedForTwoWeeks() {
    Purse purse = rich();
    for (int day = 0; day < 20; day++) {
      purse = purse.reserve(2, Quota.NONE, NOW.plus(Duration.ofDays(day))).after();
    }
    LocalDate last = LocalDate.of(2031, 5, 14).plusDays(19);

    assertThat(purse.perDay()).hasSize(Purse.DAYS_KEPT);
    assertThat(purse.sentSince(last)).isEqualTo(2);
    assertThat(purse.sentSince(last.minusDays(13))).isEqualTo(28);
    assertThat(purse.sends()).isEqualTo(40);
  }

  @Test
  void aReservationMovesCreditsWithinThePurse() {
    Reservation reservation = rich().reserve(3, FREE, NOW);

    assertThat(reservation.after().available()).isEqualTo(new Credits(999_997));
    assertThat(reservation.after().reserved()).isEqualTo(new Credits(3));
    assertThat(reservation.after().total()).isEqualTo(reservation.before().total());
    assertThatThrownBy(() -> Purse.empty(rich().tenant(), rich().policy()).reserve(1, FREE, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLimitPastTheLargestIsNone() {
    assertThat(quota(Quota.LIMIT_MAX, 0).memory()).isEqualTo(Quota.LIMIT_MAX);
    for (int wrong : new int[] {-1, Quota.LIMIT_MAX + 1}) {
      assertThatThrownBy(() -> new Quota(OptionalInt.of(wrong), OptionalInt.empty()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> new Quota(OptionalInt.empty(), OptionalInt.of(wrong)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "free=1/hour,10/day               | 1 | 10 | - | -",
        " free = 2/hour ; paid_active = 1000000/day | 2 | -  | - | 1000000",
        "paid_active=5/day,1/hour         | - | -  | 1 | 5",
        "''                               | - | -  | - | -"
      })
  void quotasAreReadFromText(
      String text, Integer freeHour, Integer freeDay, Integer paidHour, Integer paidDay) {
    Quotas quotas = Quotas.parse(text);

    assertThat(quotas.of(BillingState.FREE)).isEqualTo(nullable(freeHour, freeDay));
    assertThat(quotas.of(BillingState.PAID_ACTIVE)).isEqualTo(nullable(paidHour, paidDay));
    assertThat(quotas.of(BillingState.PAID_REVIEW)).isEqualTo(Quota.NONE);
  }

  private static Quota nullable(Integer hourly, Integer daily) {
    return quota(hourly == null ? 0 : hourly, daily == null ? 0 : daily);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "free",
        "free=",
        "free=1/week",
        "free=1",
        "none=1/day",
        "free=0/day",
        "free=1/hour;free=20/day",
        "free=5/hour,50/hour",
        "free=1000001/day",
        "free=10000000/day"
      })
  void whatIsNoQuotaIsRefused(String text) {
    assertThatThrownBy(() -> Quotas.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  /// Those of a tenant that has no pages.
  private static Moments moments(Purse purse) {
    return new Moments(purse, (tenant, number) -> Optional.empty());
  }

  private static Quota quota(int hourly, int daily) {
    return new Quota(limit(hourly), limit(daily));
  }

  private static OptionalInt limit(int max) {
    return max == 0 ? OptionalInt.empty() : OptionalInt.of(max);
  }

  private static Purse rich() {
    var policy = new SendPolicy(BillingState.FREE, OutboundStatus.INTERNAL_ONLY);
    return new Purse(
        new TenantId("tnt_0123456789abcdef"),
        policy,
        new Credits(1_000_000),
        Credits.ZERO,
        0,
        Map.of(),
        0,
        RateWindow.EMPTY);
  }
}
