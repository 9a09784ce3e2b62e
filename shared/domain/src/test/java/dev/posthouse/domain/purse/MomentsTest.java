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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class MomentsTest {
  private static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final Quota LARGE = new Quota(OptionalInt.empty(), OptionalInt.of(400));

  private final List<Long> read = new ArrayList<>();

  @Test
  void theFiftyFirstMomentFillsAPageAndStaysInThePurse() {
    Reservation fifty = purse(0, 0, List.of()).reserve(50, LARGE, NOW);
    Reservation more = fifty.after().reserve(1, LARGE, NOW.plusSeconds(1));

    assertThat(fifty.pages()).isEmpty();
    assertThat(more.pages())
        .containsExactly(new MomentPage(TENANT, 0, Collections.nCopies(50, NOW)));
    assertThat(more.after().recent().times()).containsExactly(NOW.plusSeconds(1));
    assertThat(more.after().countedFrom()).isZero();
    assertThat(more.pages().getFirst().expiresAt()).isEqualTo(NOW.plus(Duration.ofDays(2)));
  }

  @Test
  void manyAtOnceFillSeveralPages() {
    Purse begun = purse(37, 37, List.of()).reserve(49, LARGE, NOW).after();

    Reservation more = begun.reserve(64, LARGE, NOW);

    assertThat(more.pages()).extracting(MomentPage::first).containsExactly(37L, 50L);
    assertThat(more.pages()).extracting(page -> page.times().size()).containsExactly(13, 50);
    assertThat(more.after().sends()).isEqualTo(150);
    assertThat(more.after().recent().times()).hasSize(50);
  }

  @Test
  void aMillionInAWindowAreCountedByAFewReads() {
    int million = 1_000_000;
    Purse purse = purse(million, 0, moments(million - 50, million));
    Instant now = moment(million - 1);

    for (int inside : new int[] {1, 49, 50, 51, 100, 12_345, million - 1, million}) {
      read.clear();
      Duration window = Duration.between(moment(million - inside), now).plusMillis(1);

      assertThat(regular(purse).count(window, now)).isEqualTo(inside);
      assertThat(read).hasSizeLessThanOrEqualTo(32);
    }
  }

  @Test
  void aPageIsReadWhenItIsAskedForAndOnceOnly() {
    Purse purse = purse(500, 0, moments(460, 500));
    Moments moments = regular(purse);

    assertThat(moments.blockedUntil(1, 20, Duration.ofHours(1), moment(499))).isPresent();
    assertThat(read).isEmpty();
    for (int i = 0; i < 3; i++) {
      assertThat(moments.blockedUntil(1, 400, Duration.ofHours(1), moment(499)))
          .contains(moment(100).plus(Duration.ofHours(1)));
    }
    assertThat(read).containsExactly(2L);
  }

  @Test
  void aPageThatIsNotThereIsAskedForOnceToo() {
    Moments moments =
        new Moments(
            purse(500, 0, moments(460, 500)),
            (tenant, number) -> {
              read.add(number);
              return Optional.empty();
            });

    for (int i = 0; i < 3; i++) {
      assertThat(moments.blockedUntil(1, 400, Duration.ofHours(1), moment(499))).isEmpty();
    }
    assertThat(read).containsExactly(2L);
  }

  @Test
  void whatCameBeforeCountingBeganIsNeitherCountedNorReadFor() {
    Purse purse = purse(500, 470, moments(480, 500));
    Moments moments = regular(purse);

    assertThat(moments.count(Window.DAY.length(), moment(499))).isEqualTo(30);
    assertThat(moments.blockedUntil(1, 30, Window.DAY.length(), moment(499)))
        .contains(moment(470).plus(Window.DAY.length()));
    assertThat(moments.blockedUntil(1, 31, Window.DAY.length(), moment(499))).isEmpty();
    assertThat(read).containsOnly(9L);
  }

  @Test
  void aClockThatIsBehindIsTakenForTheNewestMoment() {
    Purse purse = purse(500, 0, moments(460, 500));
    Moments moments = regular(purse);
    Instant behind = moment(499).minusSeconds(5);
    Duration window = Duration.ofMillis(99);

    assertThat(moments.count(window, behind)).isEqualTo(99);
    assertThat(moments.blockedUntil(1, 100, window, behind)).isEmpty();
    assertThat(moments.blockedUntil(1, 99, window, behind)).contains(moment(500));
  }

  @Test
  void aPageEndsWhereItsNumbersDoAndKnowsNothingBeforeItsFirst() {
    var page = new MomentPage(TENANT, 170, moments(170, 200));

    assertThat(page.number()).isEqualTo(3);
    assertThat(page.at(169)).isEmpty();
    assertThat(page.at(170)).contains(moment(170));
    assertThat(page.at(199)).contains(moment(199));
    for (List<Instant> wrong : List.of(moments(170, 199), moments(170, 201), List.<Instant>of())) {
      assertThatThrownBy(() -> new MomentPage(TENANT, 170, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /// Of a tenant that wrote to somebody every millisecond.
  private Moments regular(Purse purse) {
    return new Moments(
        purse,
        (tenant, number) -> {
          read.add(number);
          return Optional.of(
              new MomentPage(tenant, number * 50, moments(number * 50, number * 50 + 50)));
        });
  }

  private static List<Instant> moments(long from, long to) {
    return LongStream.range(from, to).mapToObj(MomentsTest::moment).toList();
  }

  private static Instant moment(long recipient) {
    return NOW.plusMillis(recipient);
  }

  private static Purse purse(long sends, long countedFrom, List<Instant> recent) {
    return new Purse(
        TENANT,
        new SendPolicy(BillingState.FREE, OutboundStatus.INTERNAL_ONLY),
        new Credits(1000),
        Credits.ZERO,
        sends,
        Map.of(),
        countedFrom,
        new RateWindow(recent));
  }
}
