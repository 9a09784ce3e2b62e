package dev.posthouse.domain.purse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.purse.LedgerEntry.Kind;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PurseValuesTest {
  private static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");

  @Test
  void creditsAreNeverBelowZeroAndNeverWrap() {
    assertThat(new Credits(3).minus(new Credits(3))).isEqualTo(Credits.ZERO);
    assertThat(new Credits(3).cover(new Credits(3))).isTrue();
    assertThat(new Credits(3).cover(new Credits(4))).isFalse();
    assertThatThrownBy(() -> new Credits(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Credits(3).minus(new Credits(4)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Credits(Long.MAX_VALUE).plus(new Credits(1)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void aChargeIsCapturedOrReleasedOnce() {
    Charge reserved = Charge.reserved(new Credits(1));

    assertThat(reserved.captured().state()).isEqualTo(Charge.State.CAPTURED);
    assertThat(reserved.released().state()).isEqualTo(Charge.State.RELEASED);
    assertThat(reserved.captured().released()).isEqualTo(reserved.captured());
    assertThat(reserved.released().captured()).isEqualTo(reserved.released());
    assertThat(Charge.NONE.captured()).isEqualTo(Charge.NONE);
    assertThat(Charge.NONE.released()).isEqualTo(Charge.NONE);
    assertThatThrownBy(() -> Charge.reserved(Credits.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Charge(new Credits(1), Charge.State.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEntrysIdFollowsFromWhatItIsDueTo() {
    LedgerEntry entry = LedgerEntry.booking(TENANT, Kind.TOPUP, 5, "rcp_1", "", NOW);

    assertThat(LedgerEntry.booking(TENANT, Kind.TOPUP, 7, "rcp_1", "x", NOW).id())
        .isEqualTo(entry.id());
    assertThat(LedgerEntry.booking(TENANT, Kind.TOPUP, 5, "rcp_2", "", NOW).id())
        .isNotEqualTo(entry.id());
    assertThat(LedgerEntry.booking(TENANT, Kind.UPGRADE, 5, "rcp_1", "", NOW).id())
        .isNotEqualTo(entry.id());
    assertThat(
            LedgerEntry.booking(TENANT, Kind.TOPUP, 5, "rcp_1", "", NOW.plusMillis(1)).id().value())
        .isGreaterThan(entry.id().value());
  }

  @Test
  void captureSpendsWhatIsReservedAndReleaseGivesItBack() {
    LedgerEntry capture = LedgerEntry.capture(TENANT, new Credits(2), "job_1", NOW);
    LedgerEntry release = LedgerEntry.release(TENANT, new Credits(2), "job_1", NOW);

    assertThat(capture.credits()).isEqualTo(-2);
    assertThat(capture.available()).isZero();
    assertThat(release.credits()).isZero();
    assertThat(release.available()).isEqualTo(2);
    assertThat(capture.id()).isNotEqualTo(release.id());
  }

  @Test
  void anEntryMovesSomethingAndSaysWhyInFewWords() {
    assertThatThrownBy(() -> LedgerEntry.booking(TENANT, Kind.ADJUSTMENT, 0, "r", "", NOW))
        .isInstanceOf(IllegalArgumentException.class);
    String longest = "x".repeat(LedgerEntry.REASON_MAX);
    assertThat(LedgerEntry.booking(TENANT, Kind.ADJUSTMENT, 1, "r", longest, NOW).reason())
        .isEqualTo(longest);
    assertThatThrownBy(
            () -> LedgerEntry.booking(TENANT, Kind.ADJUSTMENT, 1, "r", longest + "x", NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
