package dev.posthouse.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.pool.EarnedDays;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.WarmupCurve;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.Log;
import dev.posthouse.testbed.FakeContext;
import dev.posthouse.testing.FakeIdentities;
import dev.posthouse.testing.FakeSendingDomains;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WarmupHandlerTest {
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final LocalDate DAY = LocalDate.of(2031, 3, 4);

  private final ManualClock clock = new ManualClock();
  private final Usage usage = new Usage();
  private final FakeIdentities identities = new FakeIdentities(new FakeStore());
  private final Log log =
      new Log(
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), clock);

  @Test
  void aFreshGrowthIdentityIsWarmAfterFourWeeksOfUse() {
    IdentityId id = identity(0, tier("growth"));
    List<Integer> stages = new ArrayList<>();
    for (int day = 0; day <= 42; day++) {
      warm(DAY.plusDays(day));
      Roster roster = roster(id);
      stages.add(roster.mailboxes().getFirst().stage());
      assertThat(roster.mailboxes())
          .allSatisfy(mailbox ->
              assertThat(mailbox.dailyCap())
                  .isEqualTo(WarmupCurve.cap(mailbox.course().earned().days(), 93)));
      usage.full(roster, DAY.plusDays(day));
    }
    List<Integer> curve =
        IntStream.rangeClosed(0, 42)
            .mapToObj(day -> (int) Math.round(Math.min(100, 100.0 * day / 28)))
            .toList();
    assertThat(stages).isEqualTo(curve);
  }

  @Test
  void aDayCountsOnceHoweverOftenItRuns() {
    IdentityId id = identity(0, tier("growth"));
    warm(DAY);
    usage.full(roster(id), DAY);
    warm(DAY.plusDays(1));
    Roster once = roster(id);
    warm(DAY.plusDays(1));
    warm(DAY.plusDays(1));

    assertThat(roster(id)).isEqualTo(once);
    assertThat(once.mailboxes())
        .allSatisfy(box -> assertThat(box.course().earned()).isEqualTo(EarnedDays.ONE));
  }

  @Test
  void whoeverWasNotReachedIsReachedByTheNextRun() {
    List<IdentityId> ids =
        IntStream.range(0, 40).mapToObj(number -> identity(number, tier("starter"))).toList();
    var asked = new AtomicInteger();
    var context =
        new FakeContext(() -> asked.incrementAndGet() > 15 ? Duration.ZERO : Duration.ofMinutes(1));
    at(DAY);

    assertThatThrownBy(() -> handler().handleRequest(new ScheduledEvent(), context))
        .isInstanceOf(IllegalStateException.class);
    assertThat(warmed(ids)).isBetween(1L, 15L);

    warm(DAY);
    assertThat(warmed(ids)).isEqualTo(40);
  }

  @Test
  void whoIsOnALaterPageIsReachedToo() {
    List<IdentityId> ids =
        IntStream.range(0, 250 * Identities.SHARDS)
            .mapToObj(number -> identity(number, tier("starter")))
            .toList();

    warm(DAY);

    assertThat(warmed(ids)).isEqualTo(ids.size());
  }

  @Test
  void aRunThatIsDaysLateComesToTheSame() {
    IdentityId punctual = identity(0, tier("growth"));
    IdentityId late = identity(1, tier("growth"));
    warm(DAY);
    for (int day = 0; day < 3; day++) {
      for (IdentityId id : List.of(punctual, late)) {
        for (int ordinal = 0; ordinal < 4; ordinal++) {
          usage.sent(id, ordinal, DAY.plusDays(day), 4);
        }
      }
      at(DAY.plusDays(day + 1));
      if (day < 2) {
        wiring().care().warm(punctual);
      }
    }
    warm(DAY.plusDays(3));

    assertThat(roster(late).mailboxes())
        .extracting(Mailbox::course, Mailbox::dailyCap)
        .isEqualTo(
            roster(punctual).mailboxes().stream()
                .map(box -> org.assertj.core.groups.Tuple.tuple(box.course(), box.dailyCap()))
                .toList());
    assertThat(roster(late).mailboxes().getFirst().course().earned()).isEqualTo(EarnedDays.of(3));
  }

  @Test
  void whatAnIdentityCostsDoesNotDependOnHowManyThereAre() {
    List<IdentityId> ids = new ArrayList<>();
    for (int number = 0; number < 46; number++) {
      ids.add(identity(number, tier("elite")));
    }
    assertThat(ids.stream().mapToInt(id -> roster(id).mailboxes().size()).sum())
        .isGreaterThan(10_000);
    warm(DAY);
    ids.forEach(id -> usage.full(roster(id), DAY));
    int before = usage.reads();

    warm(DAY.plusDays(1));

    assertThat(usage.reads() - before).as("one read of the days for each").isEqualTo(46);
    assertThat(ids)
        .allSatisfy(id -> {
          assertThat(roster(id).revision()).as("one write for each and day").isEqualTo(4);
          assertThat(roster(id).mailboxes())
              .allSatisfy(box -> assertThat(box.course().earned()).isEqualTo(EarnedDays.ONE));
        });
  }

  @Test
  void aBadDayIsSeenInTheRosterTheNextMorning() {
    IdentityId id = identity(0, tier("growth"));
    for (int day = 0; day <= 10; day++) {
      warm(DAY.plusDays(day));
      usage.full(roster(id), DAY.plusDays(day));
    }
    usage.mishap(id, 0, DAY.plusDays(10), Mishap.HARD_BOUNCE, 5);
    warm(DAY.plusDays(11));

    Mailbox bad = roster(id).mailbox(0).orElseThrow();
    assertThat(bad.course().earned()).isEqualTo(EarnedDays.of(3));
    assertThat(bad.health()).isBetween(60, 79);
    assertThat(roster(id).mailbox(1).orElseThrow().course().earned()).isEqualTo(EarnedDays.of(11));
  }

  private void warm(LocalDate day) {
    at(day);
    handler().handleRequest(new ScheduledEvent(), new FakeContext());
  }

  private void at(LocalDate day) {
    clock.set(day.atTime(LocalTime.of(0, 5)).toInstant(ZoneOffset.UTC));
  }

  private WarmupHandler handler() {
    return new WarmupHandler(wiring(), log);
  }

  private WarmupWiring wiring() {
    return WarmupWiring.of(identities, usage, new FakeSendingDomains(), Integer.MAX_VALUE, clock);
  }

  private Roster roster(IdentityId id) {
    return identities.roster(id).orElseThrow();
  }

  private long warmed(List<IdentityId> ids) {
    return ids.stream()
        .filter(
            id -> roster(id).mailboxes().getFirst().course().warmedOn().equals(Optional.of(DAY)))
        .count();
  }

  private static Tier tier(String name) {
    return Tiers.standard().find(name).orElseThrow();
  }

  private IdentityId identity(int number, Tier tier) {
    var id = new IdentityId("idn_%016d".formatted(number));
    var handle = new Handle("dana%d@post.example".formatted(number));
    List<Mailbox> pool =
        IntStream.range(0, tier.mailboxes())
            .mapToObj(ordinal ->
                new Mailbox(
                    ordinal,
                    new EmailAddress(
                        "m%d".formatted(ordinal),
                        "d%d-%d.example".formatted(number, ordinal % tier.domains())),
                    MailboxState.ACTIVE,
                    0,
                    100,
                    WarmupCurve.cap(0, tier.mailboxDailyMax())))
            .toList();
    var roster =
        new Roster(id, TENANT, handle, "Dana", IdentityState.ACTIVE, tier.dailyCap(), 1, List.of());
    identities.create(new Identity(handle, tier.name(), Fixtures.NOW, "", roster));
    identities.change(
        roster, roster.next(pool), DAY.minusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    return id;
  }
}
