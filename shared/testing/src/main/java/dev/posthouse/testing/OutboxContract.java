package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static dev.posthouse.testing.Fixtures.followups;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.KeyUsage;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Outbox] promises about counting: no cap is ever
/// passed, and nothing is half taken. What it promises about people is in [FirstContactContract],
/// about reading in [StandingContract], about distances in [PacingContract], about mail inside in
/// [InsideHourContract].
public interface OutboxContract
    extends FirstContactContract, StandingContract, PacingContract, InsideHourContract {
  @Test
  default void aTakenJobIsReadAsItWasPut() {
    Roster roster = pool(ports(), 150, 93, 93);

    for (OutboundJob job : jobsOfEveryKind(roster)) {
      assertThat(ports().outbox().commit(followups(roster, job))).isTrue();
      assertThat(ports().jobs().find(job.id())).contains(job);
    }
  }

  private static List<OutboundJob> jobsOfEveryKind(Roster roster) {
    var references = List.of("0101@eu-west-1.amazonses.com", "0102@eu-west-1.amazonses.com");
    List<Payload> payloads =
        List.of(
            new Payload.Inline(Fixtures.content()),
            new Payload.Inline(new Content("Nur HTML", null, "<p>Grüße 📮</p>", null, List.of())),
            new Payload.Inline(new Content("", "", "", "0102@eu-west-1.amazonses.com", references)),
            new Payload.Stored("msg_content/1", "Über alles Maß"));
    var jobs = new ArrayList<OutboundJob>();
    for (Payload payload : payloads) {
      for (DeliveryGuarantee guarantee : DeliveryGuarantee.values()) {
        Instant later = NOW.plus(Duration.ofHours(jobs.size()));
        jobs.add(
            job(
                Fixtures.envelope(roster, 1, person(), NOW),
                payload,
                Fixtures.acceptance(roster, 1, NOW, later, guarantee)));
      }
    }
    return jobs;
  }

  @Test
  default void theSheetCountsWhatWasTaken() {
    Roster roster = pool(ports(), 150, 93, 93);

    assertThat(
            ports()
                .outbox()
                .commit(
                    followups(
                        roster,
                        job(roster, 0, person()),
                        job(roster, 1, person()),
                        job(roster, 1, person()))))
        .isTrue();

    DaySheet sheet = sheet(roster, TODAY);
    assertThat(sheet.identity()).isEqualTo(roster.identity());
    assertThat(sheet.day()).isEqualTo(TODAY);
    assertThat(sheet.revision()).isEqualTo(roster.revision());
    assertCounts(sheet, 3, 1, 2);
  }

  @Test
  default void daysAndIdentitiesAreCountedApart() {
    Roster roster = pool(ports(), 1, 1);
    Roster other = pool(ports(), roster.tenant(), 1, 1);
    Instant tomorrow = NOW.plus(Duration.ofDays(1));

    assertThat(ports().outbox().commit(followups(roster, job(roster, 0, person())))).isTrue();
    assertThat(ports().outbox().commit(followups(other, job(other, 0, person())))).isTrue();
    OutboundJob scheduled = job(roster, 0, person(), NOW, tomorrow);
    assertThat(ports().outbox().commit(followups(roster, scheduled))).isTrue();

    assertCounts(sheet(roster, TODAY), 1, 1);
    assertCounts(sheet(roster, TODAY.plusDays(1)), 1, 1);
    assertCounts(sheet(other, TODAY), 1, 1);
  }

  @Test
  default void theCapIsReachedExactlyAndNeverPassed() {
    Roster roster = pool(ports(), 3, 93, 93);

    for (int i = 0; i < 3; i++) {
      assertThat(ports().outbox().commit(followups(roster, job(roster, i % 2, person())))).isTrue();
    }

    assertRefused(followups(roster, job(roster, 0, person())));
    assertRefused(followups(roster, job(roster, 1, person())));
    assertCounts(sheet(roster, TODAY), 3, 2, 1);
  }

  @Test
  default void theCapOfAMailboxIsReachedExactlyAndNeverPassed() {
    Roster roster = pool(ports(), 150, 2, 93);

    for (int i = 0; i < 2; i++) {
      assertThat(ports().outbox().commit(followups(roster, job(roster, 0, person())))).isTrue();
    }

    assertRefused(followups(roster, job(roster, 0, person())));
    assertThat(ports().outbox().commit(followups(roster, job(roster, 1, person())))).isTrue();
    assertCounts(sheet(roster, TODAY), 3, 2, 1);
  }

  @Test
  default void aMailboxWithoutACapSendsNothing() {
    Roster roster = pool(ports(), 150, 0, 93);

    assertRefused(followups(roster, job(roster, 0, person())));
  }

  @Test
  default void aGroupIsTakenWhollyOrNotAtAll() {
    Roster roster = pool(ports(), 25, 93, 93);

    assertThat(ports().outbox().commit(followups(roster, jobs(roster, 20)))).isTrue();
    assertRefused(followups(roster, jobs(roster, 6)));
    assertThat(ports().outbox().commit(followups(roster, jobs(roster, 5)))).isTrue();

    assertCounts(sheet(roster, TODAY), 25, 13, 12);
  }

  @Test
  default void aGroupWithOneMailboxTooFullIsNotTaken() {
    Roster roster = pool(ports(), 150, 93, 1);

    assertRefused(
        followups(
            roster, job(roster, 0, person()), job(roster, 1, person()), job(roster, 1, person())));
  }

  @Test
  default void aGroupWithOneJobThatExistsIsNotTaken() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob first = job(roster, 0, person());
    assertThat(ports().outbox().commit(followups(roster, first))).isTrue();

    OutboundJob second = job(roster, 0, person());
    assertThat(ports().outbox().commit(followups(roster, second, first))).isFalse();

    assertThat(ports().jobs().find(second.id())).isEmpty();
    assertCounts(sheet(roster, TODAY), 1, 1);
  }

  @Test
  default void takingAJobAgainCountsNothing() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob job = job(roster, 0, person());
    assertThat(ports().outbox().commit(followups(roster, job))).isTrue();

    assertThat(ports().outbox().commit(followups(roster, job))).isFalse();

    assertCounts(sheet(roster, TODAY), 1, 1);
  }

  @Test
  default void aDecisionOnAnOldRosterIsNotTaken() {
    Roster before = pool(ports(), 150, 93, 93);
    Roster after = before.next(IdentityState.PAUSED);
    Fixtures.changed(ports().identities().change(before, after, NOW));

    assertRefused(followups(before, job(before, 0, person())));
    assertThat(ports().outbox().commit(followups(after, job(after, 0, person())))).isTrue();
  }

  @Test
  default void aDayLearnsTheRosterOfWhatItCounts() {
    Roster before = pool(ports(), 150, 93, 93);
    Roster after = before.next(before.mailboxes());
    Instant at = NOW.plus(Duration.ofDays(9));

    assertThat(ports().outbox().commit(followups(after, job(after, 0, person(), NOW, at))))
        .isTrue();

    assertThat(sheet(after, OutboundJob.dayOf(at)).revision()).isEqualTo(after.revision());
    assertThat(ports().outbox().commit(followups(before, job(before, 0, person(), NOW, at))))
        .isFalse();
    assertCounts(sheet(after, OutboundJob.dayOf(at)), 1, 1);
  }

  @Test
  default void aLoweredCapHoldsForWhatComesAfter() {
    Roster roster = pool(ports(), 150, 93, 93);
    assertThat(ports().outbox().commit(followups(roster, jobs(roster, 4)))).isTrue();

    Roster lower = roster.next(roster.state(), roster.displayName(), 4, roster.mailboxes());
    Fixtures.changed(ports().identities().change(roster, lower, NOW));

    assertRefused(followups(lower, job(lower, 0, person())));
    assertCounts(sheet(lower, TODAY), 4, 2, 2);
  }

  @Test
  @Racing
  default void sixtyFourSendersShareACapOf150Exactly() {
    Roster roster = pool(ports(), 150, 93, 93);

    AdmissionRace.Result result = new AdmissionRace(ports(), roster, NOW).run(64, 200);

    assertExact(roster, result, 150);
    assertThat(result.refused())
        .hasSize(50)
        .allSatisfy(refusal -> assertThat(refusal).isInstanceOf(Refusal.CapExceeded.class))
        .allSatisfy(refusal -> {
          var binding = ((Refusal.CapExceeded) refusal).binding();
          assertThat(binding.limit()).isEqualTo("daily_cap");
          assertThat(binding.used()).isEqualTo(150);
          assertThat(binding.cap()).isEqualTo(150);
          assertThat(binding.resetsAt()).isEqualTo("2031-05-15T00:00:00Z");
        });
  }

  @Test
  @Racing
  default void aShareOfTheAccountBindsBelowTheCapOfTheIdentity() {
    Roster before = pool(ports(), 150, 93, 93);
    Roster roster = before.next(before.mailboxes()).sharing(3);
    Fixtures.changed(ports().identities().change(before, roster, NOW));

    AdmissionRace.Result result = new AdmissionRace(ports(), roster, NOW).run(8, 8);

    assertExact(roster, result, 3);
    assertThat(result.refused())
        .hasSize(5)
        .allSatisfy(refusal -> {
          var binding = ((Refusal.CapExceeded) refusal).binding();
          assertThat(binding.limit()).isEqualTo("account_share");
          assertThat(binding.used()).isEqualTo(3);
          assertThat(binding.cap()).isEqualTo(3);
        });
    assertRefused(followups(roster, job(roster, 0, person())));
  }

  @Test
  @Racing
  default void sixtyFourSendersShareTheCapsOfTheMailboxesExactly() {
    Roster roster = pool(ports(), 150, 17, 25);

    AdmissionRace.Result result = new AdmissionRace(ports(), roster, NOW).run(64, 80);

    assertExact(roster, result, 42);
    assertThat(result.refused()).hasSize(38);
    assertCounts(sheet(roster, TODAY), 42, 17, 25);
  }

  private void assertExact(Roster roster, AdmissionRace.Result result, int cap) {
    assertThat(result.taken()).hasSize(cap).doesNotHaveDuplicates();
    List<OutboundJob> jobs = result.jobs(ports());
    assertThat(jobs).hasSize(cap);
    DaySheet sheet = sheet(roster, TODAY);
    assertThat(sheet.total()).isEqualTo(cap);
    for (Mailbox mailbox : roster.mailboxes()) {
      long sent = jobs.stream().filter(job -> job.account().equals(mailbox.address())).count();
      assertThat(sheet.used(mailbox.ordinal()))
          .isEqualTo((int) sent)
          .isLessThanOrEqualTo(mailbox.dailyCap());
    }
  }

  private static List<OutboundJob> jobs(Roster roster, int count) {
    return IntStream.range(0, count).mapToObj(i -> job(roster, i % 2, person())).toList();
  }

  /// Not taken, and nothing of it counted or put.
  private void assertRefused(Admission admission) {
    OutboundJob first = admission.messages().getFirst().job();
    LocalDate day = first.unit().orElseThrow().day();
    DaySheet before = sheet(admission.roster(), day);

    assertThat(ports().outbox().commit(admission)).isFalse();

    assertThat(sheet(admission.roster(), day)).isEqualTo(before);
    assertThat(admission.messages())
        .allSatisfy(message -> assertThat(ports().jobs().find(message.job().id())).isEmpty());
  }

  @Test
  default void aKeysBudgetIsNeverPassedHoweverManySendAtOnce() {
    assertThat(usedUpAtOnce(5, 3)).isEqualTo(new KeyUsage(3, 3));
    assertThat(usedUpAtOnce(2, 3)).isEqualTo(new KeyUsage(2, 2));
  }

  /// What twelve who send to new people at once get out of a key with that budget.
  private KeyUsage usedUpAtOnce(int sends, int newRecipients) {
    Roster roster = Fixtures.pool(ports(), 150, 93);
    KeyId pot = new KeyId(KeyId.PREFIX + Fixtures.ulid());
    var budget = new KeyBudget(OptionalInt.of(sends), OptionalInt.of(newRecipients), pot);

    Race.run(
        12,
        i ->
            () -> {
              OutboundJob job = Fixtures.job(roster, 0, Fixtures.person());
              Admission first = Fixtures.firstContacts(roster, job);
              var budgeted = new Admission(roster, first.messages(), budget);
              for (int attempt = 0; attempt < 20 && !ports().outbox().commit(budgeted); attempt++) {
                KeyUsage used = ports().outbox().usage(pot, Fixtures.TODAY);
                if (used.sends() >= sends || used.newRecipients() >= newRecipients) {
                  return false;
                }
              }
              return true;
            });

    assertThat(ports().outbox().usage(pot, Fixtures.TODAY.plusDays(1))).isEqualTo(KeyUsage.NONE);
    return ports().outbox().usage(pot, Fixtures.TODAY);
  }
}
