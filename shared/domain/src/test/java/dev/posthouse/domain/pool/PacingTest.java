package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacingTest {
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  @Test
  void anOpenPacingHoldsNothingUp() {
    Instant at = Instant.parse("2031-05-14T23:59:59.999Z");

    assertThat(Pacing.OPEN.slot(at, Drip.NONE)).isEqualTo(at);
    assertThat(Pacing.OPEN.open()).isTrue();
    assertThat(pacing("UTC", 0, 1440, 60).open()).isFalse();
    assertThat(pacing("UTC", 0, 1439, 0).open()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    // In the hours, before, at the end, after, on Friday evening.
    "2031-05-14T10:00:00Z, 2031-05-14T10:00:00Z",
    "2031-05-14T03:00:00Z, 2031-05-14T07:00:00Z",
    "2031-05-14T14:59:59.999Z, 2031-05-14T14:59:59.999Z",
    "2031-05-14T15:00:00Z, 2031-05-15T07:00:00Z",
    "2031-05-16T20:00:00Z, 2031-05-19T07:00:00Z",
    // Berlin turns its clocks on 30 March and 26 October 2031.
    "2031-03-28T17:00:00Z, 2031-03-31T07:00:00Z",
    "2031-03-27T17:00:00Z, 2031-03-28T08:00:00Z",
    "2031-10-24T17:00:00Z, 2031-10-27T08:00:00Z",
  })
  void mailWaitsForTheHoursOfItsZone(Instant from, Instant opening) {
    var berlin = new Pacing(ZoneId.of("Europe/Berlin"), hours(540, 1020), WORKDAYS, Duration.ZERO);

    assertThat(berlin.opening(from)).isEqualTo(opening);
  }

  @Test
  void hoursThatASpringNightLeavesOutAreSkippedThatDay() {
    Pacing night = pacing("Europe/Berlin", 120, 180, 0);

    // On 30 March, 02:00 to 03:00 is not there.
    assertThat(night.opening(Instant.parse("2031-03-29T12:00:00Z")))
        .isEqualTo("2031-03-31T00:00:00Z");
  }

  @Test
  void hoursThatAnAutumnNightHasTwiceAreOpenTwice() {
    Pacing night = pacing("Europe/Berlin", 120, 150, 0);

    assertThat(night.opening(Instant.parse("2031-10-25T12:00:00Z")))
        .isEqualTo("2031-10-26T00:00:00Z");
    assertThat(night.opening(Instant.parse("2031-10-26T00:30:00Z")))
        .isEqualTo("2031-10-26T01:00:00Z");
  }

  /// Against a clock looked at minute by minute, over a year of zones that turn their clocks by an
  /// hour, by half of one, at midnight, and not at all.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Africa/Cairo",
        "Pacific/Chatham",
        "Pacific/Kiritimati",
        "UTC"
      })
  void theOpeningIsTheFirstMinuteThatAClockOnTheWallAllows(String zone) {
    Instant year = Instant.parse("2026-01-01T00:00:00Z");
    var random = new Random(zone.hashCode());
    for (int i = 0; i < 15; i++) {
      int start = random.nextInt(1439);
      int end = start + 1 + random.nextInt(1440 - start);
      Set<DayOfWeek> days = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.TUESDAY);
      var pacing = new Pacing(ZoneId.of(zone), hours(start, end), days, Duration.ZERO);
      for (int j = 0; j < 15; j++) {
        Instant from = year.plus(Duration.ofMinutes(random.nextInt(365 * 1440)));
        assertThat(pacing.opening(from)).isEqualTo(byTheMinute(pacing, from));
      }
    }
  }

  private static Instant byTheMinute(Pacing pacing, Instant from) {
    Instant at = from;
    while (true) {
      LocalDateTime local = LocalDateTime.ofInstant(at, pacing.timeZone());
      int minute = local.getHour() * 60 + local.getMinute();
      if (pacing.weekdays().contains(local.getDayOfWeek())
          && minute >= pacing.hours().startMinute()
          && minute < pacing.hours().endMinute()) {
        return at;
      }
      at = at.plus(Duration.ofMinutes(1));
    }
  }

  /// Whatever order messages come in, for now and for later, and whichever days they end up on.
  @ParameterizedTest
  @ValueSource(ints = {7, 60, 421, 3600})
  void twoColdMessagesAreNeverCloserThanTheGapAndAlwaysInTheHours(int gapSeconds) {
    var pacing =
        new Pacing(
            ZoneId.of("America/Los_Angeles"),
            hours(540, 1080),
            WORKDAYS,
            Duration.ofSeconds(gapSeconds));
    var random = new Random(gapSeconds);
    Instant now = Instant.parse("2026-03-06T15:00:00.123Z");
    Map<Object, Drip> days = new HashMap<>();
    List<Instant> slots = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      now = now.plusMillis(random.nextInt(90_000));
      boolean later = random.nextInt(4) == 0;
      Instant from = later ? now.plusSeconds(random.nextInt(3 * 86_400)) : now;
      Instant at = turn(pacing, days, from);
      assertThat(at).isAfterOrEqualTo(from);
      days.merge(
          day(at),
          Drip.NONE.plus(at, pacing.dripMinGap(), now),
          (known, one) -> known.plus(at, pacing.dripMinGap(), Instant.MIN));
      slots.add(at);
    }

    slots.sort(Instant::compareTo);
    assertThat(slots).allMatch(pacing::works);
    for (int i = 1; i < slots.size(); i++) {
      assertThat(Duration.between(slots.get(i - 1), slots.get(i)))
          .isGreaterThanOrEqualTo(pacing.dripMinGap());
    }
    assertThat(days.values()).allMatch(drip -> drip.spans().size() <= Drip.SPANS_MAX);
  }

  private static Instant turn(Pacing pacing, Map<Object, Drip> days, Instant from) {
    Instant at = pacing.opening(from);
    while (true) {
      Instant slot = pacing.slot(at, days.getOrDefault(day(at), Drip.NONE));
      if (day(slot).equals(day(at))) {
        return slot;
      }
      at = slot;
    }
  }

  private static Object day(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC).toLocalDate();
  }

  @Test
  void aQueueHasTheGapBetweenItsMessagesAndNothingMore() {
    Pacing pacing = pacing("UTC", 0, 1440, 60);
    Instant now = Instant.parse("2031-05-14T12:00:00Z");
    Drip drip = Drip.NONE;
    for (int i = 0; i < 500; i++) {
      Instant at = pacing.slot(now, drip);
      assertThat(at).isEqualTo(now.plusSeconds(60L * i));
      drip = drip.plus(at, pacing.dripMinGap(), now);
    }
    assertThat(drip.spans()).hasSize(1);
  }

  @Test
  void whatIsScheduledForLaterLeavesTheRoomBeforeIt() {
    Pacing pacing = pacing("UTC", 0, 1440, 60);
    Instant now = Instant.parse("2031-05-14T12:00:00Z");
    Instant evening = Instant.parse("2031-05-14T20:00:00Z");

    Drip drip = Drip.NONE.plus(evening, pacing.dripMinGap(), now);

    assertThat(pacing.slot(now, drip)).isEqualTo(now);
    assertThat(pacing.slot(evening.minusSeconds(59), drip)).isEqualTo(evening.plusSeconds(60));
    assertThat(pacing.slot(evening.minusSeconds(60), drip)).isEqualTo(evening.minusSeconds(60));
  }

  @Test
  void aMessageLosesItsPlaceOnlyWhenItIsReallyLate() {
    Pacing drips = pacing("UTC", 0, 1440, 60);
    Pacing hours = pacing("UTC", 540, 1020, 0);
    Instant last = Instant.parse("2031-05-14T16:59:50Z");

    assertThat(drips.missed(last, last.plusSeconds(120))).isFalse();
    assertThat(drips.missed(last, last.plusSeconds(121))).isTrue();
    assertThat(hours.missed(last, last.plusSeconds(60))).isFalse();
    assertThat(hours.missed(last, last.plusSeconds(3600))).isTrue();
    assertThat(hours.missed(last.minusSeconds(3600), last)).isFalse();
    assertThat(Pacing.OPEN.missed(last, last.plusSeconds(86_400))).isFalse();
  }

  @Test
  void aPacingThatLeavesNoRoomIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> pacing("UTC", 540, 600, 3600));
    assertThatIllegalArgumentException().isThrownBy(() -> pacing("UTC", 0, 1440, 3601));
    assertThatIllegalArgumentException().isThrownBy(() -> pacing("UTC", 0, 1440, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> hours(600, 600));
    assertThatIllegalArgumentException().isThrownBy(() -> hours(600, 1441));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Pacing(ZoneId.of("UTC"), WorkingHours.ALL_DAY, Set.of(), Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource({"00:00, 0", "09:05, 545", "23:59, 1439", "24:00, 1440"})
  void timesOfTheDayAreReadAsTheyAreWritten(String text, int minute) {
    assertThat(WorkingHours.minute(text)).contains(minute);
    assertThat(new WorkingHours(0, Math.max(1, minute)).end())
        .isEqualTo(minute == 0 ? "00:01" : text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "9:00", "24:01", "25:00", "12:60", "noon", "09:00Z"})
  void whatIsNoTimeOfTheDayIsNone(String text) {
    assertThat(WorkingHours.minute(text)).isEmpty();
  }

  private static Pacing pacing(String zone, int start, int end, int gapSeconds) {
    return new Pacing(
        ZoneId.of(zone),
        hours(start, end),
        EnumSet.allOf(DayOfWeek.class),
        Duration.ofSeconds(gapSeconds));
  }

  private static WorkingHours hours(int start, int end) {
    return new WorkingHours(start, end);
  }
}
