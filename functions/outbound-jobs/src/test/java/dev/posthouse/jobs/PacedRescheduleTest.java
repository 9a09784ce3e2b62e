package dev.posthouse.jobs;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.WorkingHours;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.Race;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacedRescheduleTest {
  private final Ports ports = new FakeStore().ports();
  private final ManualClock clock = new ManualClock();
  private Roster roster = Fixtures.pool(ports, 100, 100);

  @Test
  void aColdMessageGoesOutAtItsFirstPlaceFromThatMomentOn() {
    pace(540, 1020, 600);
    Instant evening = Instant.parse("2031-05-14T18:00:00Z");

    assertThat(reschedule(evening)).isEqualTo("2031-05-15T09:00:00Z");
    assertThat(reschedule(evening)).isEqualTo("2031-05-15T09:10:00Z");
    assertThat(reschedule(NOW)).isEqualTo(NOW);
  }

  @Test
  void manyAtOnceGetPlacesOfTheirOwn() {
    pace(0, 1440, 60);

    List<Instant> places =
        new ArrayList<>(Race.run(4, number -> () -> reschedule(NOW.plusSeconds(3600))));

    places.sort(Instant::compareTo);
    for (int i = 0; i < 4; i++) {
      assertThat(places.get(i)).isEqualTo(NOW.plusSeconds(3600 + 60L * i));
    }
  }

  private Instant reschedule(Instant sendAt) {
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person(), NOW, NOW);
    assertThat(ports.outbox().commit(Fixtures.followups(roster, job))).isTrue();
    Jobs jobs = ports.jobs();
    var outcome =
        new RescheduleJob(jobs, ports.outbox(), new RosterCache(ports.identities(), clock), clock)
            .reschedule(job, sendAt);
    assertThat(outcome).isInstanceOf(RescheduleJob.Outcome.Rescheduled.class);
    return ((RescheduleJob.Outcome.Rescheduled) outcome).job().progress().dispatchAt();
  }

  private void pace(int start, int end, int gapSeconds) {
    var pacing =
        new Pacing(
            ZoneId.of("UTC"),
            new WorkingHours(start, end),
            EnumSet.allOf(DayOfWeek.class),
            Duration.ofSeconds(gapSeconds));
    roster =
        Fixtures.changed(
            ports
                .identities()
                .change(roster, roster.next(roster.mailboxes()).paced(pacing), clock.instant()));
  }
}
