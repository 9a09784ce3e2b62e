package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static dev.posthouse.testing.Fixtures.followups;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.message.Messages.Arrival;
import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.Jobs.StepResult;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Drip;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Outbox] promises about messages that keep a distance,
/// and about when a recipient is warm.
public interface PacingContract extends StoreContract {
  /// The distance of these tests.
  Duration GAP = Duration.ofSeconds(60);

  @Test
  default void aPlaceIsTakenOnlyIfNobodyTookAnotherSince() {
    Roster roster = pool(ports(), 150, 93);
    Drip first = Drip.NONE.plus(NOW, GAP, NOW);
    Drip second = first.plus(NOW.plusMillis(60_125), GAP, NOW);

    assertThat(ports().outbox().commit(dripping(roster, Drip.NONE, first))).isTrue();
    assertThat(ports().outbox().commit(dripping(roster, Drip.NONE, first))).isFalse();
    assertThat(ports().outbox().commit(dripping(roster, first, second))).isTrue();
    assertThat(ports().outbox().commit(dripping(roster, first, second))).isFalse();

    DaySheet sheet = sheet(roster, TODAY);
    assertThat(sheet.drip()).isEqualTo(second);
    assertThat(sheet.total()).isEqualTo(2);
  }

  @Test
  default void manyPlacesOfADayAreReadAsTheyWereTaken() {
    Roster roster = pool(ports(), 150, 93);
    Instant midnight = Instant.parse("2031-05-14T00:00:00Z");
    Drip drip = Drip.NONE;
    for (int i = 0; i < Drip.SPANS_MAX; i++) {
      drip = drip.plus(midnight.plus(Duration.ofMillis(5_000_100L * i)), GAP, midnight);
    }

    assertThat(ports().outbox().commit(dripping(roster, Drip.NONE, drip))).isTrue();

    assertThat(sheet(roster, TODAY).drip()).isEqualTo(drip);
    assertThat(drip.spans()).hasSize(Drip.SPANS_MAX);
  }

  @Test
  default void messagesOfOneRequestMayGoOutOnSeveralDays() {
    Roster roster = pool(ports(), 2, 1, 93);
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    LocalDate day = OutboundJob.dayOf(tomorrow);
    OutboundJob today = job(roster, 0, person());

    assertThat(
            ports()
                .outbox()
                .commit(followups(roster, today, job(roster, 0, person(), NOW, tomorrow))))
        .isTrue();
    assertThat(
            ports()
                .outbox()
                .commit(
                    followups(
                        roster, job(roster, 1, person()), job(roster, 0, person(), NOW, tomorrow))))
        .as("tomorrow's mailbox is full")
        .isFalse();

    assertCounts(sheet(roster, TODAY), 1, 1, 0);
    assertCounts(sheet(roster, day), 1, 1, 0);
    Map<LocalDate, DaySheet> sheets =
        ports().outbox().sheets(roster.identity(), TODAY.plusDays(1), TODAY.plusDays(30));
    assertThat(sheets.get(day)).isEqualTo(sheet(roster, day));
    assertThat(sheets).doesNotContainKey(TODAY).doesNotContainKey(TODAY.plusDays(2));
  }

  @Test
  default void aMovedJobTakesItsPlaceOnlyIfNobodyTookAnotherSince() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob queued = job(roster, 0, person());
    assertThat(ports().outbox().commit(followups(roster, queued))).isTrue();
    Instant later = NOW.plus(GAP);
    OutboundJob moved = queued.moved(Fixtures.sender(roster, 0), later, NOW);
    Drip place = Drip.NONE.plus(later, GAP, NOW);
    var taken = new DripStep(place, place.plus(later.plus(GAP), GAP, NOW));

    assertThat(ports().jobs().move(queued, moved, roster, taken))
        .isEqualTo(new StepResult.NoRoom());
    assertThat(ports().jobs().find(queued.id())).contains(queued);
    assertThat(ports().jobs().move(queued, moved, roster, new DripStep(Drip.NONE, place)))
        .isEqualTo(new StepResult.Done(moved));

    assertThat(sheet(roster, TODAY).drip()).isEqualTo(place);
    assertCounts(sheet(roster, TODAY), 1, 1);
  }

  @Test
  default void aRecipientIsWarmForThreeMessagesAfterItsAnswer() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    assertThat(ports().outbox().commit(Fixtures.firstContacts(roster, job(roster, 0, person))))
        .isTrue();
    ports()
        .messages()
        .receive(Fixtures.received(roster, MessageKind.HUMAN, person, NOW), new Arrival(person, 0));

    for (int i = 1; i <= Contact.UNANSWERED_MAX; i++) {
      assertThat(contact(roster, person).warm()).isTrue();
      assertThat(ports().outbox().commit(followups(roster, warm(roster, person)))).isTrue();
      assertThat(contact(roster, person).unanswered()).isEqualTo(i);
    }
    assertThat(contact(roster, person).warm()).isFalse();
    assertThat(ports().outbox().commit(followups(roster, warm(roster, person))))
        .as("decided on what was true before")
        .isFalse();

    ports()
        .messages()
        .receive(
            Fixtures.received(roster, MessageKind.HUMAN, person, NOW.plusSeconds(9)),
            new Arrival(person, 0));
    assertThat(contact(roster, person).warm()).isTrue();
    OutboundJob elsewhere = job(roster, 1, person);
    assertThat(ports().outbox().commit(Fixtures.repin(roster, warm(elsewhere), 0))).isTrue();
    assertThat(contact(roster, person).unanswered()).isEqualTo(1);
    assertThat(contact(roster, person).ordinal()).isEqualTo(1);
  }

  @Test
  @Racing
  default void ofManyWarmMessagesAtOnceThreeAreTakenAsWarm() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    ports()
        .messages()
        .receive(Fixtures.received(roster, MessageKind.HUMAN, person, NOW), new Arrival(person, 0));

    List<Integer> taken =
        Race.run(
            8,
            number ->
                () -> {
                  OutboundJob job = warm(roster, person);
                  for (int attempt = 0; attempt < 40; attempt++) {
                    if (ports().outbox().commit(followups(roster, job))) {
                      return 1;
                    }
                    if (!contact(roster, person).warm()) {
                      return 0;
                    }
                  }
                  return 0;
                });

    assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(Contact.UNANSWERED_MAX);
  }

  private Contact contact(Roster roster, EmailAddress person) {
    return ports()
        .recipients()
        .find(roster.tenant(), roster.identity(), person)
        .contact()
        .orElseThrow();
  }

  private static OutboundJob warm(Roster roster, EmailAddress person) {
    return warm(job(roster, 0, person));
  }

  private static OutboundJob warm(OutboundJob job) {
    Acceptance known = job.acceptance();
    var acceptance =
        new Acceptance(
            known.at(),
            known.fingerprint(),
            SendClass.WARM,
            known.affinity(),
            known.account(),
            known.dispatchAt(),
            known.remaining(),
            known.guarantee());
    return new OutboundJob(job.id(), job.envelope(), job.payload(), acceptance, job.progress());
  }

  private static Admission dripping(Roster roster, Drip before, Drip after) {
    Admission one = followups(roster, job(roster, 0, person()));
    return new Admission(
        roster, one.messages(), null, null, Map.of(TODAY, new DripStep(before, after)));
  }
}
