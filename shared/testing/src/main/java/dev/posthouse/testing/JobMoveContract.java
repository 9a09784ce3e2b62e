package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static dev.posthouse.testing.Fixtures.changed;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static dev.posthouse.testing.Fixtures.sender;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Jobs.StepResult;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Jobs] promises about moves: a job is counted in one
/// place at every moment, and only where there is room.
public interface JobMoveContract extends JobStepContract {
  /// A moment of the day after [Fixtures#TODAY].
  Instant TOMORROW = NOW.plus(Duration.ofDays(1));

  /// A moment of the day before [Fixtures#TODAY].
  Instant YESTERDAY = NOW.minus(Duration.ofDays(1));

  @Test
  default void aMovedJobIsCountedOnItsNewDayOnly() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    OutboundJob moved = queued.moved(sender(roster, 1), TOMORROW, NOW);

    assertThat(ports().jobs().move(queued, moved, roster)).isEqualTo(new StepResult.Done(moved));

    assertThat(ports().jobs().find(queued.id())).contains(moved);
    assertCounts(sheet(roster, TODAY), 0, 0, 0);
    assertCounts(sheet(roster, TODAY.plusDays(1)), 1, 0, 1);
  }

  @Test
  default void aJobOfADayThatIsOverLeavesItsCountThere() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob late = taken(job(roster, 0, person(), YESTERDAY, YESTERDAY));

    assertMoved(late, late.moved(sender(roster, 0), NOW, NOW), roster);

    assertCounts(sheet(roster, TODAY.minusDays(1)), 1, 1, 0);
    assertCounts(sheet(roster, TODAY), 1, 1, 0);
  }

  @Test
  default void aJobChangesItsMailboxWithinItsDay() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob queued = taken(job(roster, 0, person()));

    assertMoved(queued, queued.moved(sender(roster, 1), NOW, NOW), roster);

    assertCounts(sheet(roster, TODAY), 1, 0, 1);
  }

  @Test
  default void aJobChangesItsMailboxEvenWhenTheDayIsFull() {
    Roster roster = pool(ports(), 2, 2, 1);
    taken(job(roster, 0, person()));
    OutboundJob queued = taken(job(roster, 0, person()));

    assertMoved(queued, queued.moved(sender(roster, 1), NOW, NOW), roster);

    assertCounts(sheet(roster, TODAY), 2, 1, 1);
  }

  @Test
  default void aJobThatOnlyWaitsLongerOnItsDayNeedsNoRoom() {
    Roster roster = pool(ports(), 1, 1);
    OutboundJob queued = taken(job(roster, 0, person()));

    assertMoved(queued, queued.moved(sender(roster, 0), NOW.plusSeconds(3600), NOW), roster);

    assertCounts(sheet(roster, TODAY), 1, 1);
  }

  @Test
  default void aFullDayTakesNoMove() {
    Roster roster = pool(ports(), 1, 93, 93);
    taken(job(roster, 0, person(), NOW, TOMORROW));
    OutboundJob queued = taken(job(roster, 0, person()));

    assertNoRoom(queued, queued.moved(sender(roster, 1), TOMORROW, NOW), roster);

    assertCounts(sheet(roster, TODAY), 1, 1, 0);
    assertCounts(sheet(roster, TODAY.plusDays(1)), 1, 1, 0);
  }

  @Test
  default void aFullMailboxTakesNoMove() {
    Roster roster = pool(ports(), 150, 93, 1);
    taken(job(roster, 1, person()));
    OutboundJob queued = taken(job(roster, 0, person()));

    assertNoRoom(queued, queued.moved(sender(roster, 1), NOW, NOW), roster);
    assertCounts(sheet(roster, TODAY), 2, 1, 1);

    OutboundJob late = taken(job(roster, 0, person(), YESTERDAY, YESTERDAY));
    assertNoRoom(late, late.moved(sender(roster, 1), NOW, NOW), roster);
    assertCounts(sheet(roster, TODAY), 2, 1, 1);
    assertCounts(sheet(roster, TODAY.minusDays(1)), 1, 1, 0);
  }

  @Test
  default void aMoveDecidedOnAnOldRosterFindsNoRoom() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    Roster newer = roster.replacing(1, mailbox -> mailbox.in(MailboxState.PULLED));
    changed(ports().identities().change(roster, newer, NOW));

    assertNoRoom(queued, queued.moved(sender(roster, 1), NOW, NOW), roster);
    assertNoRoom(queued, queued.moved(sender(roster, 1), TOMORROW, NOW), roster);

    assertCounts(sheet(roster, TODAY), 1, 1, 0);
    assertCounts(sheet(roster, TODAY.plusDays(1)), 0, 0, 0);
    assertMoved(queued, queued.moved(sender(newer, 0), TOMORROW, NOW), newer);
  }

  @Test
  default void aMoveFromAnOldVersionLosesEvenWhereThereIsNoRoom() {
    Roster roster = pool(ports(), 1, 93, 93);
    taken(job(roster, 0, person(), NOW, TOMORROW));
    OutboundJob queued = taken(job(roster, 0, person()));
    OutboundJob cancelled = done(queued, queued.cancelled(NOW));

    StepResult late =
        ports().jobs().move(queued, queued.moved(sender(roster, 1), TOMORROW, NOW), roster);

    assertThat(late).isEqualTo(new StepResult.Stale(Optional.of(cancelled)));
    assertCounts(sheet(roster, TODAY), 0, 0, 0);
    assertCounts(sheet(roster, TODAY.plusDays(1)), 1, 1, 0);
  }

  @Test
  default void aMovedJobGivesBackTheUnitItMovedTo() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    OutboundJob moved = queued.moved(sender(roster, 1), TOMORROW, NOW);
    assertMoved(queued, moved, roster);

    done(moved, moved.cancelled(NOW));

    assertCounts(sheet(roster, TODAY), 0, 0, 0);
    assertCounts(sheet(roster, TODAY.plusDays(1)), 0, 0, 0);
  }

  @Test
  @Racing
  default void manyLateJobsShareTheRoomOfADayExactly() {
    Roster roster = pool(ports(), 20, 93, 93);
    for (int i = 0; i < 15; i++) {
      taken(job(roster, i % 2, person()));
    }
    var late = new ArrayList<OutboundJob>();
    for (int i = 0; i < 16; i++) {
      late.add(taken(job(roster, 0, person(), YESTERDAY, YESTERDAY)));
    }

    List<StepResult> results =
        Race.run(
            late.size(),
            number ->
                () -> {
                  OutboundJob job = late.get(number);
                  OutboundJob moved = job.moved(sender(roster, 1), NOW, NOW);
                  return ports().jobs().move(job, moved, roster);
                });

    assertThat(results).filteredOn(result -> result instanceof StepResult.Done).hasSize(5);
    assertThat(results).filteredOn(new StepResult.NoRoom()::equals).hasSize(11);
    assertCounts(sheet(roster, TODAY), 20, 8, 12);
    assertCounts(sheet(roster, TODAY.minusDays(1)), 16, 16, 0);
  }

  private void assertMoved(OutboundJob before, OutboundJob after, Roster roster) {
    assertThat(ports().jobs().move(before, after, roster)).isEqualTo(new StepResult.Done(after));
    assertThat(ports().jobs().find(before.id())).contains(after);
  }

  private void assertNoRoom(OutboundJob before, OutboundJob after, Roster roster) {
    assertThat(ports().jobs().move(before, after, roster)).isEqualTo(new StepResult.NoRoom());
    assertThat(ports().jobs().find(before.id())).contains(before);
  }
}
