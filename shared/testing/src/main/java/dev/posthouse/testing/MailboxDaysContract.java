package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.ApplyEvidence;
import dev.posthouse.domain.outbound.ConductLimits;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JudgeConduct;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.pool.ProviderGroup;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.pool.MailboxDays] promises: each message and each mishap counts
/// once.
public interface MailboxDaysContract extends JobStepContract {
  @Test
  default void whatWasSentIsCountedPerMailboxAndDay() {
    Roster roster = pool(ports(), 150, 93, 93);
    taken(job(roster, 1, person()));
    taken(job(roster, 1, person()));
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    taken(job(roster, 0, person(), NOW, tomorrow));

    assertThat(days(roster))
        .containsExactly(
            new MailboxDay(TODAY, 1, 2, Map.of()),
            new MailboxDay(TODAY.plusDays(1), 0, 1, Map.of()));
    assertThat(ports().mailboxDays().between(roster.identity(), TODAY, TODAY))
        .containsExactly(new MailboxDay(TODAY, 1, 2, Map.of()));
  }

  @Test
  default void aMishapCountsOnTheDayItHappenedHoweverOftenItIsTold() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob job = sent(roster, 1);
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    var complaint = new Evidence(Evidence.Kind.COMPLAINT, "0100ses", tomorrow, Optional.empty());

    apply(job, complaint, tomorrow);
    apply(job, complaint, tomorrow);

    assertThat(days(roster))
        .containsExactly(
            new MailboxDay(TODAY, 1, 1, Map.of()),
            new MailboxDay(TODAY.plusDays(1), 1, 0, Map.of(Mishap.COMPLAINT, 1)));
  }

  @Test
  default void eachKindOfMishapHasACountOfItsOwnPerMailbox() {
    Roster roster = pool(ports(), 150, 93, 93);
    for (Mishap mishap : List.of(Mishap.HARD_BOUNCE, Mishap.POLICY_BOUNCE, Mishap.SOFT_BOUNCE)) {
      OutboundJob job = sent(roster, 0);
      apply(job, new Evidence(Evidence.Kind.DELAY, "0100ses", NOW, Optional.empty()), NOW);
      apply(
          job,
          new Evidence(Evidence.Kind.BOUNCE, "0100ses", NOW, Optional.empty(), Optional.of(mishap)),
          NOW);
    }
    apply(
        sent(roster, 1),
        new Evidence(Evidence.Kind.DELIVERY, "0100ses", NOW, Optional.empty()),
        NOW);

    assertThat(days(roster))
        .containsExactly(
            new MailboxDay(
                TODAY,
                0,
                3,
                Map.of(
                    Mishap.HARD_BOUNCE, 1,
                    Mishap.POLICY_BOUNCE, 1,
                    Mishap.SOFT_BOUNCE, 1,
                    Mishap.DEFERRAL, 3)),
            new MailboxDay(TODAY, 1, 1, Map.of()));
  }

  @Test
  @Racing
  default void aMishapToldManyTimesAtOnceCountsOnce() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob job = sent(roster, 0);
    var bounce = new Evidence(Evidence.Kind.BOUNCE, "0100ses", NOW, Optional.empty());

    Race.run(
        8,
        _ ->
            () -> {
              apply(job, bounce, NOW);
              return true;
            });

    assertThat(days(roster))
        .containsExactly(new MailboxDay(TODAY, 0, 1, Map.of(Mishap.SOFT_BOUNCE, 1)));
  }

  @Test
  default void whichLargeProviderDefersMailAndWhenItLastDidIsKept() {
    Roster roster = pool(ports(), 150, 93, 93);
    Instant later = NOW.plusSeconds(90);
    for (String recipient :
        List.of("a@gmail.com", "b@gmail.com", "c@hotmail.co.uk", "d@example.com")) {
      Instant at = recipient.startsWith("b") ? later : NOW;
      apply(
          sent(roster, 0, EmailAddress.parse(recipient)),
          new Evidence(Evidence.Kind.DELAY, "0100ses", at, Optional.empty()),
          at);
    }

    assertThat(days(roster))
        .containsExactly(
            new MailboxDay(
                TODAY,
                0,
                4,
                Map.of(Mishap.DEFERRAL, 4),
                Map.of(
                    ProviderGroup.GMAIL, new MailboxDay.PutOff(2, later),
                    ProviderGroup.MICROSOFT, new MailboxDay.PutOff(1, NOW))));
  }

  private OutboundJob sent(Roster roster, int ordinal) {
    return sent(roster, ordinal, person());
  }

  private OutboundJob sent(Roster roster, int ordinal, EmailAddress recipient) {
    OutboundJob queued = taken(job(roster, ordinal, recipient));
    OutboundJob sending = done(queued, queued.claimed(NOW, Duration.ofSeconds(90)));
    return done(sending, sending.sent("0100ses", NOW));
  }

  private void apply(OutboundJob seen, Evidence evidence, Instant now) {
    var judge =
        new JudgeConduct(
            ports().tenants(),
            ports().purses(),
            ports().identities(),
            ports().mailboxDays(),
            ConductLimits.STANDARD,
            () -> now);
    new ApplyEvidence(ports().jobs(), judge, () -> now).apply(seen, evidence);
  }

  private List<MailboxDay> days(Roster roster) {
    return ports().mailboxDays().between(roster.identity(), TODAY, TODAY.plusDays(2));
  }
}
