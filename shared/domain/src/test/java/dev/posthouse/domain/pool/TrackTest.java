package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TrackTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);

  @Test
  void eachMailboxHasItsOwnDays() {
    Map<Integer, Track> tracks =
        Track.of(
            List.of(
                new MailboxDay(
                    DAY,
                    3,
                    20,
                    Map.of(
                        Mishap.HARD_BOUNCE, 1,
                        Mishap.POLICY_BOUNCE, 2,
                        Mishap.SOFT_BOUNCE, 4,
                        Mishap.COMPLAINT, 5,
                        Mishap.DEFERRAL, 6)),
                new MailboxDay(DAY.minusDays(1), 3, 7, Map.of()),
                new MailboxDay(DAY, 4, 9, Map.of())));

    assertThat(tracks).containsOnlyKeys(3, 4);
    assertThat(tracks.get(3))
        .isEqualTo(
            new Track(
                Map.of(
                    DAY,
                    new DayOutcomes(20, 3, 5, 6),
                    DAY.minusDays(1),
                    new DayOutcomes(7, 0, 0, 0))));
  }

  @Test
  void aSumHasItsLastDayAndNotTheOneBeforeItsFirst() {
    Track track =
        new Track(
            Map.of(
                DAY,
                new DayOutcomes(1, 0, 0, 0),
                DAY.minusDays(6),
                new DayOutcomes(10, 0, 0, 0),
                DAY.minusDays(7),
                new DayOutcomes(100, 0, 0, 0),
                DAY.plusDays(1),
                new DayOutcomes(1000, 0, 0, 0)));

    assertThat(track.sum(DAY, 7).sent()).isEqualTo(11);
  }

  @Test
  void eachDayWeighsAFourteenthLessThanTheOneAfterIt() {
    Track track =
        new Track(
            Map.of(
                DAY,
                new DayOutcomes(14, 0, 0, 0),
                DAY.minusDays(13),
                new DayOutcomes(14, 14, 28, 42),
                DAY.minusDays(14),
                new DayOutcomes(1000, 0, 0, 0)));

    assertThat(track.weighed(DAY)).isEqualTo(new Track.Weighed(15, 1, 2, 3));
  }
}
