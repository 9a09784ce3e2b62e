package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.tenant.TenantId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ForecastTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final int MAX = 93;

  @Test
  void theForecastIsWhatCleanAndUsedDaysBring() {
    Roster roster = PoolCare.check(roster(4, 0, IdentityState.ACTIVE), facts(), DAY);
    Forecast forecast = Forecast.of(roster, MAX, DAY, 40);
    Roster then = roster;
    for (Forecast.Day day : forecast.days()) {
      then = PoolCare.warm(then, used(then, day.day().minusDays(1)), day.day());
      assertThat(day.sends()).as("%s", day.day()).isEqualTo(Forecast.capacity(then));
    }
    assertThat(forecast.fullCapacityAt()).contains(DAY.plusDays(27));
  }

  @Test
  void aWarmPoolIsAtItsFullCapacityToday() {
    Forecast forecast = Forecast.of(roster(4, 100, IdentityState.ACTIVE), MAX, DAY, 1);

    assertThat(forecast.days()).containsExactly(new Forecast.Day(DAY, 300));
    assertThat(forecast.fullCapacityAt()).contains(DAY);
  }

  @Test
  void aPoolTooSmallForItsCapNeverGetsThere() {
    Forecast forecast = Forecast.of(roster(2, 0, IdentityState.ACTIVE), MAX, DAY, 120);

    assertThat(forecast.fullCapacityAt()).isEmpty();
    assertThat(forecast.days().getLast().sends()).isEqualTo(2 * MAX);
  }

  @Test
  void anIdentityThatIsStoppedSendsNothing() {
    Forecast forecast = Forecast.of(roster(4, 100, IdentityState.PAUSED), MAX, DAY, 2);

    assertThat(forecast.days()).extracting(Forecast.Day::sends).containsExactly(0, 0);
  }

  private static PoolCare.Facts facts() {
    return new PoolCare.Facts(MAX, Map.of());
  }

  private static PoolCare.Facts used(Roster roster, LocalDate day) {
    Map<Integer, Signs> signs = new HashMap<>();
    for (Mailbox mailbox : roster.mailboxes()) {
      var outcomes = new DayOutcomes(mailbox.dailyCap(), 0, 0, 0);
      signs.put(mailbox.ordinal(), Signs.of(new Track(Map.of(day, outcomes))));
    }
    return new PoolCare.Facts(MAX, signs);
  }

  private static Roster roster(int mailboxes, int stage, IdentityState state) {
    List<Mailbox> pool =
        IntStream.range(0, mailboxes)
            .mapToObj(ordinal -> {
              Mailbox box =
                  new Mailbox(
                      ordinal,
                      new EmailAddress("m" + ordinal, "d" + ordinal % 2 + ".example"),
                      MailboxState.ACTIVE,
                      stage,
                      100,
                      WarmupCurve.capAtStage(stage, MAX));
              return box.on(box.course().counted(DAY));
            })
            .toList();
    return new Roster(
        new IdentityId("idn_0123456789abcdef"),
        new TenantId("tnt_0123456789abcdef"),
        new Handle("dana@post.example"),
        "Dana",
        state,
        300,
        1,
        pool);
  }
}
