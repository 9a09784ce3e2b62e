package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.MomentPage;
import dev.posthouse.domain.purse.Moments;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quota;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What an [dev.posthouse.domain.outbound.Outbox] and [dev.posthouse.domain.purse.MomentPages]
/// promise together about limits that ask for more moments than a purse holds: they are in a page
/// from the transaction on that takes them out of the purse.
public interface MomentPagesContract extends StoreContract {
  /// Limits of the tests.
  Quota LARGE = daily(120);

  @Test
  default void theMomentsThatAPurseForgetsAreInAPage() {
    Roster roster = funded();
    take(roster, 49, LARGE, NOW);
    take(roster, 1, LARGE, NOW.plusMillis(1));
    assertThat(page(roster, 0)).isEmpty();

    take(roster, 1, LARGE, NOW.plusMillis(2));

    MomentPage page = page(roster, 0).orElseThrow();
    assertThat(page.tenant()).isEqualTo(roster.tenant());
    assertThat(page.first()).isZero();
    assertThat(page.times()).hasSize(50).startsWith(NOW).endsWith(NOW.plusMillis(1));
    assertThat(purse(roster).recent().times()).containsExactly(NOW.plusMillis(2));
    assertThat(purse(roster).countedFrom()).isZero();
    assertThat(page(roster, 1)).isEmpty();
    assertThat(page(funded(), 0)).as("another tenant's").isEmpty();
  }

  @Test
  default void severalPagesAreWrittenTogetherAndOneBeginsWhereCountingDoes() {
    Roster roster = funded();
    take(roster, 7, Quota.NONE, NOW);
    take(roster, 48, LARGE, NOW);

    take(roster, 64, LARGE, NOW.plusMillis(1));

    assertThat(page(roster, 0).orElseThrow().first()).isEqualTo(7);
    assertThat(page(roster, 0).orElseThrow().times()).hasSize(43);
    assertThat(page(roster, 1).orElseThrow().times()).hasSize(50);
    assertThat(purse(roster).countedFrom()).isEqualTo(7);
    assertThat(purse(roster).recent().times()).hasSize(19);
    assertThat(moments(roster).count(Duration.ofHours(24), NOW.plusMillis(1))).isEqualTo(112);
  }

  @Test
  default void aDecisionOnAnOldPurseWritesNoPage() {
    Roster roster = funded();
    take(roster, 50, LARGE, NOW);
    Admission late = admission(roster, purse(roster), 1, LARGE, NOW.plusMillis(2));
    take(roster, 1, daily(50), NOW.plusMillis(1));
    Purse before = purse(roster);
    assertThat(reservedPages(late)).isEqualTo(1);

    assertThat(ports().outbox().commit(late)).isFalse();

    assertThat(page(roster, 0)).isEmpty();
    assertThat(purse(roster)).isEqualTo(before);
  }

  private static int reservedPages(Admission admission) {
    return Optional.ofNullable(admission.reservation()).orElseThrow().pages().size();
  }

  @Test
  default void whatWasSentWithoutLimitsEndsWhatCounted() {
    Roster roster = funded();
    take(roster, 110, LARGE, NOW);
    take(roster, 5, Quota.NONE, NOW.plusMillis(1));
    assertThat(purse(roster).countedFrom()).isEqualTo(115);

    take(roster, 60, LARGE, NOW.plusMillis(2));

    assertThat(purse(roster).countedFrom()).isEqualTo(115);
    assertThat(moments(roster).count(Duration.ofHours(24), NOW.plusMillis(2))).isEqualTo(60);
    assertThat(LARGE.full(moments(roster), 60, NOW.plusMillis(2))).isEmpty();
    assertThat(LARGE.full(moments(roster), 61, NOW.plusMillis(2))).isPresent();
  }

  @Test
  default void aSmallerPlanFindsInThePageWhatItAsksFor() {
    Roster roster = funded();
    take(roster, 50, LARGE, NOW);
    take(roster, 1, LARGE, NOW.plusSeconds(1));
    Quota small = daily(20);
    Instant free = NOW.plus(Duration.ofHours(24));

    assertThat(small.full(moments(roster), 1, free.minusMillis(1)))
        .map(Quota.Full::until)
        .contains(free);
    assertThat(small.full(moments(roster), 19, free)).isEmpty();
    assertThat(small.full(moments(roster), 20, free)).isPresent();
    take(roster, 19, small, free);

    assertThat(moments(roster).count(Duration.ofHours(24), free)).isEqualTo(20);
    take(roster, 1, small, free.plusSeconds(1));
    assertThat(purse(roster).countedFrom()).isEqualTo(51);
  }

  @Test
  @Racing
  default void aLargeLimitIsNeverPassedHoweverManySendAtOnce() {
    Roster roster = funded();
    take(roster, 45, LARGE, NOW);
    take(roster, 45, LARGE, NOW);

    List<Integer> taken =
        Race.run(
            6,
            number ->
                () -> {
                  int mine = 0;
                  for (int attempt = 0; attempt < 400; attempt++) {
                    Purse purse = purse(roster);
                    var moments = new Moments(purse, ports().momentPages());
                    if (LARGE.full(moments, 1, NOW).isPresent()) {
                      return mine;
                    }
                    if (ports().outbox().commit(admission(roster, purse, 1, LARGE, NOW))) {
                      mine++;
                    }
                  }
                  throw new AssertionError("neither taken nor refused");
                });

    assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(30);
    assertThat(purse(roster).sends()).isEqualTo(120);
    assertThat(moments(roster).count(Duration.ofHours(24), NOW)).isEqualTo(120);
    assertThat(page(roster, 1).orElseThrow().times()).hasSize(50);
  }

  private Roster funded() {
    Roster roster = Fixtures.pool(ports(), 150, 93);
    ports()
        .purses()
        .book(
            LedgerEntry.booking(
                roster.tenant(), LedgerEntry.Kind.TOPUP, 1000, Fixtures.ulid(), "", NOW));
    return roster;
  }

  /// Takes one message that costs as much as one to so many recipients.
  private void take(Roster roster, int recipients, Quota quota, Instant now) {
    Admission admission = admission(roster, purse(roster), recipients, quota, now);
    assertThat(ports().outbox().commit(admission)).isTrue();
  }

  private static Admission admission(
      Roster roster, Purse purse, int recipients, Quota quota, Instant now) {
    OutboundJob free = Fixtures.job(roster, 0, Fixtures.person());
    OutboundJob job =
        OutboundJob.accepted(
            free.id(),
            free.envelope(),
            free.payload(),
            free.acceptance(),
            Charge.reserved(new Credits(recipients)));
    return new Admission(
        roster,
        Fixtures.followups(roster, job).messages(),
        null,
        purse.reserve(recipients, quota, now));
  }

  private Optional<MomentPage> page(Roster roster, long number) {
    return ports().momentPages().find(roster.tenant(), number);
  }

  private Moments moments(Roster roster) {
    return new Moments(purse(roster), ports().momentPages());
  }

  private Purse purse(Roster roster) {
    return ports().purses().find(roster.tenant()).orElseThrow();
  }

  private static Quota daily(int max) {
    return new Quota(OptionalInt.empty(), OptionalInt.of(max));
  }
}
