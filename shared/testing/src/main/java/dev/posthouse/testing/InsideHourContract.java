package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.InsideHour;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an [dev.posthouse.domain.outbound.Outbox] promises about mail from mailboxes to others of
/// the platform: all mailboxes of a tenant share the places of an hour, and never pass them.
public interface InsideHourContract extends StoreContract {
  /// A good part of an hour's places, in one transaction.
  int PART = 90;

  @Test
  default void whatGoesInsideIsCountedOnTheTenantsHour() {
    TenantId tenant = Fixtures.tenantId();
    Roster one = Fixtures.selfServe(tenant).roster();
    Roster two = Fixtures.selfServe(tenant).roster();
    Instant nextHour = NOW.plus(Duration.ofHours(1));

    assertThat(ports().outbox().commit(Fixtures.inside(one, 2, NOW))).isTrue();
    assertThat(ports().outbox().commit(Fixtures.inside(two, 3, nextHour.minusMillis(1)))).isTrue();
    assertThat(ports().outbox().commit(Fixtures.inside(two, 1, nextHour))).isTrue();
    assertThat(ports().outbox().commit(Fixtures.followups(one, outside(one)))).isTrue();

    assertThat(ports().outbox().inside(tenant, NOW)).isEqualTo(new InsideHour(NOW, 5));
    assertThat(ports().outbox().inside(tenant, nextHour)).isEqualTo(new InsideHour(nextHour, 1));
    assertThat(ports().outbox().inside(Fixtures.tenantId(), NOW).used()).isZero();
  }

  private static OutboundJob outside(Roster roster) {
    return Fixtures.job(roster, 0, Fixtures.person());
  }

  @Test
  default void aRotatedIdentityTakesNoPlaceOfTheHour() {
    Roster roster = Fixtures.pool(ports(), 150, 93);

    assertThat(ports().outbox().commit(Fixtures.inside(roster, 2, NOW))).isTrue();

    assertThat(ports().outbox().inside(roster.tenant(), NOW).used()).isZero();
  }

  @Test
  @Racing
  default void theHoursPlacesAreNeverPassedHoweverManySendAtOnce() {
    TenantId tenant = Fixtures.tenantId();
    Roster one = Fixtures.selfServe(tenant).roster();
    Roster two = Fixtures.selfServe(tenant).roster();
    int used = 0;
    for (; used + PART <= InsideHour.MAX - 20; used += PART) {
      assertThat(ports().outbox().commit(Fixtures.inside(one, PART, NOW))).isTrue();
    }
    int left = InsideHour.MAX - used;
    int size = left / 4;

    List<Boolean> taken =
        Race.run(
            12,
            number ->
                () -> {
                  Admission some = Fixtures.inside(number % 2 == 0 ? one : two, size, NOW);
                  for (int attempt = 0; attempt < 100; attempt++) {
                    if (ports().outbox().commit(some)) {
                      return true;
                    }
                    if (ports().outbox().inside(tenant, NOW).used() + size > InsideHour.MAX) {
                      return false;
                    }
                  }
                  throw new AssertionError("neither taken nor refused");
                });

    assertThat(taken).filteredOn(Boolean.TRUE::equals).hasSize(4);
    assertThat(ports().outbox().inside(tenant, NOW).used()).isEqualTo(used + 4 * size);
    Admission rest = Fixtures.inside(two, left - 4 * size + 1, NOW);
    assertThat(ports().outbox().commit(rest)).isFalse();
    assertThat(ports().jobs().find(rest.messages().getFirst().job().id())).isEmpty();
  }
}
