package dev.posthouse.deliver;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.WorkingHours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Cold messages that come too late for their places get others. NOW is 12:00 UTC.
class PacedDeliveryTest {
  private final Delivery delivery = new Delivery(10, 10, 10);

  @Test
  void aMessageInItsPlaceGoesOutEvenAMinuteLate() {
    pace(540, 1020, 60);
    OutboundJob job = delivery.accept();

    delivery.clock.advance(Duration.ofMinutes(1));

    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void whatAnOutageHeldUpGoesOutWithTheGapAgain() {
    pace(0, 1440, 600);
    List<OutboundJob> jobs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      jobs.add(delivery.acceptFor(NOW.plusSeconds(600L * i)));
    }
    delivery.clock.advance(Duration.ofHours(2));

    List<Instant> places = new ArrayList<>();
    for (OutboundJob job : jobs) {
      places.add(delivery.advance(job).progress().dispatchAt());
    }

    Instant first = NOW.plus(Duration.ofHours(2));
    assertThat(places)
        .containsExactly(
            first, first.plusSeconds(600), first.plusSeconds(1200), first.plusSeconds(1800));
    assertThat(delivery.now(jobs.getFirst()).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.now(jobs.getLast()).progress().dueAt()).isEqualTo(places.getLast());
    delivery.clock.advance(Duration.ofMinutes(30));
    assertThat(delivery.advance(jobs.getLast()).status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void whatIsLateAfterHoursWaitsForTheNextDayAndCountsThere() {
    pace(540, 1020, 0);
    OutboundJob job = delivery.accept();
    delivery.clock.set(Instant.parse("2031-05-14T18:00:00Z"));

    OutboundJob moved = delivery.advance(job);

    assertThat(moved.progress().dispatchAt()).isEqualTo("2031-05-15T09:00:00Z");
    assertThat(moved.unit().map(DayUnit::day)).contains(LocalDate.parse("2031-05-15"));
    assertThat(delivery.mailer.calls()).isEmpty();
  }

  @Test
  void aMessageThatLosesItsMailboxTakesAnotherPlace() {
    pace(0, 1440, 600);
    OutboundJob first = delivery.accept();
    OutboundJob second = delivery.accept();
    delivery.change(before -> before.replacing(0, box -> box.in(MailboxState.PULLED)));

    assertThat(delivery.advance(first).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.advance(second).progress().dispatchAt()).isEqualTo(NOW.plusSeconds(600));
  }

  private void pace(int start, int end, int gapSeconds) {
    var pacing =
        new Pacing(
            ZoneId.of("UTC"),
            new WorkingHours(start, end),
            EnumSet.allOf(DayOfWeek.class),
            Duration.ofSeconds(gapSeconds));
    delivery.change(before -> before.next(before.mailboxes()).paced(pacing));
  }
}
