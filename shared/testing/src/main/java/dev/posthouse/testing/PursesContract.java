package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.LedgerEntry.Kind;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Purses.Booking;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.purse.Purses] promises.
public interface PursesContract extends StoreContract {
  @Test
  default void aTenantJustMadeHasAnEmptyPurse() {
    Tenant tenant = Fixtures.stored(ports(), Fixtures.tenant());

    assertThat(purse(tenant.id())).isEqualTo(Purse.empty(tenant.id(), tenant.policy()));
    assertThat(ports().purses().entries(tenant.id(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void whoIsNotThereHasNoPurse() {
    TenantId missing = Fixtures.tenantId();

    assertThat(ports().purses().find(missing)).isEmpty();
    assertThat(ports().purses().book(topup(missing, 5, "rcp_1", NOW)))
        .isEqualTo(new Booking.NoSuchTenant());
    assertThat(ports().purses().find(missing)).isEmpty();
    assertThat(ports().purses().entries(missing, Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void aPurseFollowsThePolicyOfItsTenant() {
    Tenant tenant = Fixtures.stored(ports(), Fixtures.tenant());
    var review = new SendPolicy(BillingState.PAID_REVIEW, OutboundStatus.EXTERNAL_REVIEW);

    ports().tenants().changePolicy(tenant.id(), tenant.policy(), review, NOW);
    assertThat(purse(tenant.id()).policy()).isEqualTo(review);

    ports().tenants().setOutboundStatus(tenant.id(), OutboundStatus.SUSPENDED);
    assertThat(purse(tenant.id()).policy())
        .isEqualTo(new SendPolicy(BillingState.PAID_REVIEW, OutboundStatus.SUSPENDED));

    ports().tenants().changePolicy(tenant.id(), review, tenant.policy(), NOW);
    assertThat(purse(tenant.id()).policy().outbound()).isEqualTo(OutboundStatus.SUSPENDED);
  }

  @Test
  default void whatIsBookedIsInThePurseAndInTheLedger() {
    TenantId tenant = newTenant();
    LedgerEntry topup = topup(tenant, 5, "rcp_1", NOW);
    LedgerEntry gift =
        LedgerEntry.booking(tenant, Kind.ADJUSTMENT, 3, "gift", "Für Mühe 📮", NOW.plusMillis(1));

    assertThat(ports().purses().book(topup)).isEqualTo(new Booking.Booked(topup));
    assertThat(ports().purses().book(gift)).isEqualTo(new Booking.Booked(gift));

    assertThat(purse(tenant).available()).isEqualTo(new Credits(8));
    assertThat(purse(tenant).reserved()).isEqualTo(Credits.ZERO);
    assertThat(ports().purses().entries(tenant, Optional.empty(), 10)).containsExactly(gift, topup);
  }

  @Test
  default void oneKindAndReferenceIsBookedOnce() {
    TenantId tenant = newTenant();
    LedgerEntry first = topup(tenant, 5, "rcp_1", NOW);
    ports().purses().book(first);

    assertThat(ports().purses().book(topup(tenant, 7, "rcp_1", NOW.plusSeconds(1))))
        .isEqualTo(new Booking.AlreadyBooked(first));
    assertThat(ports().purses().book(first)).isEqualTo(new Booking.AlreadyBooked(first));

    assertThat(purse(tenant).available()).isEqualTo(new Credits(5));
    assertThat(ports().purses().entries(tenant, Optional.empty(), 10)).containsExactly(first);
  }

  @Test
  default void anotherKindOrTenantIsAnotherEntry() {
    TenantId tenant = newTenant();
    TenantId other = newTenant();
    ports().purses().book(topup(tenant, 5, "same", NOW));

    LedgerEntry upgrade = LedgerEntry.booking(tenant, Kind.UPGRADE, 5, "same", "", NOW);
    assertThat(ports().purses().book(upgrade)).isEqualTo(new Booking.Booked(upgrade));
    LedgerEntry elsewhere = topup(other, 5, "same", NOW);
    assertThat(ports().purses().book(elsewhere)).isEqualTo(new Booking.Booked(elsewhere));

    assertThat(purse(tenant).available()).isEqualTo(new Credits(10));
    assertThat(purse(other).available()).isEqualTo(new Credits(5));
  }

  @Test
  default void noMoreIsTakenThanThereIs() {
    TenantId tenant = newTenant();
    ports().purses().book(topup(tenant, 5, "rcp_1", NOW));
    Purse before = purse(tenant);

    assertThat(ports().purses().book(taking(tenant, 6, "too much")))
        .isEqualTo(new Booking.NotCovered(before));
    assertThat(purse(tenant)).isEqualTo(before);

    assertThat(ports().purses().book(taking(tenant, 5, "all"))).isInstanceOf(Booking.Booked.class);
    assertThat(purse(tenant).available()).isEqualTo(Credits.ZERO);
    assertThat(ports().purses().book(taking(tenant, 5, "all")))
        .isNotInstanceOf(Booking.NotCovered.class);
  }

  @Test
  default void theLedgerIsReadInPages() {
    TenantId tenant = newTenant();
    var booked = new ArrayList<LedgerEntry>();
    for (int i = 0; i < 7; i++) {
      // Two of each moment: ties have an order too.
      LedgerEntry entry = topup(tenant, i + 1, "rcp_" + i, NOW.plusMillis(i / 2));
      ports().purses().book(entry);
      booked.add(entry);
    }

    var read = new ArrayList<LedgerEntry>();
    List<LedgerEntry> page = ports().purses().entries(tenant, Optional.empty(), 3);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(3);
      read.addAll(page);
      page = ports().purses().entries(tenant, Optional.of(page.getLast().id()), 3);
    }

    assertThat(read).containsExactlyInAnyOrderElementsOf(booked);
    assertThat(read).extracting(LedgerEntry::at).isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  @Racing
  default void oneGrantIsBookedOnceHoweverManyTry() {
    TenantId tenant = newTenant();

    List<Booking> bookings =
        Race.run(
            8,
            number -> () -> ports().purses().book(topup(tenant, 5, "rcp", NOW.plusMillis(number))));

    assertThat(bookings).filteredOn(Booking.Booked.class::isInstance).hasSize(1);
    assertThat(bookings).filteredOn(Booking.AlreadyBooked.class::isInstance).hasSize(7);
    assertThat(purse(tenant).available()).isEqualTo(new Credits(5));
  }

  @Test
  default void theLedgerAddsUpToThePurse() {
    TenantId tenant = newTenant();
    var random = new Random(7);
    for (int i = 0; i < 60; i++) {
      int size = random.nextInt(1, 50);
      long credits = random.nextBoolean() ? size : -size;
      ports()
          .purses()
          .book(
              LedgerEntry.booking(
                  tenant,
                  Kind.ADJUSTMENT,
                  credits,
                  "request " + random.nextInt(40),
                  "",
                  NOW.plusMillis(i)));

      Purse purse = purse(tenant);
      long sum =
          ports().purses().entries(tenant, Optional.empty(), 100).stream()
              .mapToLong(LedgerEntry::credits)
              .sum();
      assertThat(sum).isEqualTo(purse.total().count());
    }
  }

  private TenantId newTenant() {
    return Fixtures.stored(ports(), Fixtures.tenant()).id();
  }

  private Purse purse(TenantId tenant) {
    return ports().purses().find(tenant).orElseThrow();
  }

  private static LedgerEntry topup(TenantId tenant, long credits, String receipt, Instant at) {
    return LedgerEntry.booking(tenant, Kind.TOPUP, credits, receipt, "", at);
  }

  private static LedgerEntry taking(TenantId tenant, long credits, String reference) {
    return LedgerEntry.booking(tenant, Kind.ADJUSTMENT, -credits, reference, "", NOW);
  }
}
