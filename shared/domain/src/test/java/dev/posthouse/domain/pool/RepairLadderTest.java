package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RepairLadderTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);
  private static final DayOutcomes BAD = new DayOutcomes(100, 50, 0, 10);

  @Test
  void whoFallsBelowFortyIsPulled() {
    Mailbox pulled = step(active(), signs(DAY, BAD), DAY);

    assertThat(pulled.state()).isEqualTo(MailboxState.PULLED);
    assertThat(pulled.course().cause()).isEqualTo(Cause.HEALTH);
    assertThat(pulled.course().offences()).isEqualTo(1);
    assertThat(step(pulled, signs(DAY, BAD), DAY)).as("once a day is once").isEqualTo(pulled);
  }

  @Test
  void twoComplaintsInAWeekPullWhateverTheScore() {
    Track track =
        new Track(
            Map.of(
                DAY.minusDays(6),
                new DayOutcomes(5000, 0, 1, 0),
                DAY,
                new DayOutcomes(5000, 0, 1, 0)));
    assertThat(Health.of(Signs.of(track), DAY).band()).isEqualTo(Band.GROW);

    assertThat(step(active(), Signs.of(track), DAY).course().cause()).isEqualTo(Cause.COMPLAINTS);
    assertThat(step(active(), Signs.of(track), DAY.plusDays(1)).state())
        .isEqualTo(MailboxState.ACTIVE);
  }

  @Test
  void theWayBackGoesThroughQuarantineAndAnswersOnly() {
    Signs signs = signs(DAY, BAD);
    var states = new ArrayList<MailboxState>();
    Mailbox mailbox = active();
    for (int day = 0; day < 20; day++) {
      mailbox = step(mailbox, signs, DAY.plusDays(day));
      if (states.isEmpty() || states.getLast() != mailbox.state()) {
        states.add(mailbox.state());
      }
    }
    assertThat(states)
        .containsExactly(
            MailboxState.PULLED,
            MailboxState.QUARANTINED,
            MailboxState.RESTRICTED,
            MailboxState.ACTIVE);
    assertThat(mailbox.course().slow()).isEqualTo(EarnedDays.of(7));
    assertThat(mailbox.course().cause()).isEqualTo(Cause.NONE);
    assertThat(mailbox.course().outSince()).isEmpty();
  }

  @Test
  void quarantineLastsUntilTheDomainIsInOrder() {
    Mailbox mailbox = step(active(), signs(DAY, BAD), DAY);
    var unproven = new Signs(Track.NONE, false, Finding.NONE);
    mailbox = step(mailbox, unproven, DAY.plusDays(1));
    assertThat(mailbox.state()).isEqualTo(MailboxState.QUARANTINED);

    assertThat(step(mailbox, unproven, DAY.plusDays(20)).state())
        .isEqualTo(MailboxState.QUARANTINED);
    assertThat(step(mailbox, new Signs(Track.NONE, true, Finding.HIGH), DAY.plusDays(20)).state())
        .isEqualTo(MailboxState.QUARANTINED);
    assertThat(step(mailbox, Signs.NONE, DAY.plusDays(20)).state())
        .isEqualTo(MailboxState.RESTRICTED);
  }

  @Test
  void whoIsOutForThirtyDaysMakesRoom() {
    Mailbox mailbox = step(active(), signs(DAY, BAD), DAY);
    var unproven = new Signs(Track.NONE, false, Finding.NONE);
    mailbox = step(mailbox, unproven, DAY.plusDays(1));

    assertThat(step(mailbox, unproven, DAY.plusDays(29)).state())
        .isEqualTo(MailboxState.QUARANTINED);
    Mailbox retired = step(mailbox, unproven, DAY.plusDays(30));
    assertThat(retired.state()).isEqualTo(MailboxState.RETIRED);
    assertThat(retired.course().cause()).isEqualTo(Cause.UNREPAIRED);
  }

  @Test
  void theThirdOffenceIsTheLast() {
    Mailbox mailbox = active();
    for (int offence = 1; offence <= 2; offence++) {
      mailbox = step(mailbox, signs(DAY, BAD), DAY);
      assertThat(mailbox.state()).isEqualTo(MailboxState.PULLED);
      mailbox = mailbox.on(mailbox.course().back(DAY, EarnedDays.NONE)).in(MailboxState.ACTIVE);
    }
    assertThat(step(mailbox, signs(DAY, BAD), DAY).state()).isEqualTo(MailboxState.RETIRED);
  }

  @Test
  void eachOffenceKeepsItOutForLonger() {
    var daysOut = new ArrayList<Integer>();
    for (int offences = 1; offences <= 2; offences++) {
      Mailbox mailbox = active();
      for (int i = 0; i < offences; i++) {
        mailbox = mailbox.on(mailbox.course().pulled(DAY, Cause.HEALTH)).in(MailboxState.PULLED);
      }
      int day = 0;
      while (step(mailbox, Signs.NONE, DAY.plusDays(day)).state() == MailboxState.PULLED) {
        day++;
      }
      daysOut.add(day);
    }
    assertThat(daysOut).isEqualTo(List.of(1, 3));
  }

  @Test
  void whatTheOperatorPulledStaysOut() {
    Mailbox mailbox =
        active().on(active().course().entered(DAY, Cause.OPERATOR)).in(MailboxState.PULLED);

    assertThat(step(mailbox, Signs.NONE, DAY.plusDays(100))).isEqualTo(mailbox);
  }

  private static Mailbox step(Mailbox mailbox, Signs signs, LocalDate day) {
    return RepairLadder.step(mailbox, signs, Health.of(signs, day), day);
  }

  private static Signs signs(LocalDate day, DayOutcomes outcomes) {
    return Signs.of(new Track(Map.of(day, outcomes)));
  }

  private static Mailbox active() {
    return new Mailbox(0, EmailAddress.parse("dana@one.example"), MailboxState.ACTIVE, 50, 100, 20);
  }
}
