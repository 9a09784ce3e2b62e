package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static dev.posthouse.testing.Fixtures.firstContacts;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.jobId;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Suppression;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Outbox] promises about reading: all a decision needs,
/// and for a strong read as of now.
///
/// A weak read may be a moment old; no test writes between two of them, so here it must have caught
/// up.
public interface StandingContract extends StoreContract {
  @Test
  default void ofStrangersNothingIsKnown() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();

    Standing standing = standing(roster, TODAY, List.of(person), List.of(jobId()), true);

    assertThat(standing.tenant()).isEqualTo(ports().tenants().find(roster.tenant())).isPresent();
    assertThat(standing.recipients()).isEqualTo(Map.of(person, Correspondent.stranger(person)));
    assertThat(standing.jobs()).isEmpty();
  }

  @Test
  default void aTenantThatDoesNotExistIsAbsent() {
    Roster roster = Fixtures.roster(Fixtures.tenantId(), List.of(), 150);

    assertThat(standing(roster, TODAY, List.of(), List.of(), true).tenant()).isEmpty();
  }

  @Test
  default void aDayWithoutMessagesIsBlank() {
    Roster roster = pool(ports(), 150, 93, 93);
    LocalDate day = TODAY.plusDays(20);

    var sheet = standing(roster, day, List.of(), List.of(), true).sheet();

    assertThat(sheet.identity()).isEqualTo(roster.identity());
    assertThat(sheet.day()).isEqualTo(day);
    assertThat(sheet.revision()).isZero();
    assertCounts(sheet, 0, 0, 0);
  }

  @Test
  default void everythingADecisionNeedsIsReadAtOnceWeakOrStrong() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress known = person();
    EmailAddress suppressed = person();
    EmailAddress stranger = person();
    OutboundJob job = job(roster, 1, known);
    var suppression = new Suppression(Suppression.Reason.BOUNCED, NOW);
    assertThat(ports().outbox().commit(firstContacts(roster, job))).isTrue();
    ports().recipients().suppress(roster.tenant(), suppressed, suppression);

    for (boolean strong : new boolean[] {true, false}) {
      Standing standing =
          standing(
              roster,
              TODAY,
              List.of(known, suppressed, stranger),
              List.of(job.id(), jobId()),
              strong);

      assertThat(standing.tenant()).isPresent();
      assertCounts(standing.sheet(), 1, 0, 1);
      assertThat(standing.sheet().revision()).isEqualTo(roster.revision());
      assertThat(standing.jobs()).isEqualTo(Map.of(job.id(), job));
      var contact = new Contact(1, job.envelope().conversation(), Optional.empty());
      assertThat(standing.recipients())
          .isEqualTo(
              Map.of(
                  known, new Correspondent(known, Optional.empty(), Optional.of(contact)),
                  suppressed,
                      new Correspondent(suppressed, Optional.of(suppression), Optional.empty()),
                  stranger, Correspondent.stranger(stranger)));
    }
  }

  @Test
  default void aSuspensionIsSeenAtOnce() {
    Roster roster = pool(ports(), 150, 93, 93);
    assertThat(ports().tenants().setOutboundStatus(roster.tenant(), OutboundStatus.SUSPENDED))
        .isTrue();

    Standing standing = standing(roster, TODAY, List.of(), List.of(), true);

    assertThat(standing.tenant().orElseThrow().suspended()).isTrue();
  }

  @Test
  default void theSamePersonInTwoCasesIsReadUnderBoth() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    EmailAddress shouted = EmailAddress.parse(person.toString().toUpperCase(Locale.ROOT));
    assertThat(ports().outbox().commit(firstContacts(roster, job(roster, 0, person)))).isTrue();

    Standing standing = standing(roster, TODAY, List.of(person, shouted), List.of(), true);

    assertThat(standing.recipients()).containsOnlyKeys(person, shouted);
    assertThat(standing.recipients().values())
        .allSatisfy(recipient -> assertThat(recipient.contact()).isPresent());
  }

  @Test
  default void fiftyRecipientsWithFiftyJobsAreReadAtOnce() {
    Roster roster = pool(ports(), 150, 93, 93);
    List<OutboundJob> jobs = Stream.generate(() -> job(roster, 0, person())).limit(50).toList();
    for (int from = 0; from < jobs.size(); from += 10) {
      OutboundJob[] group = jobs.subList(from, from + 10).toArray(OutboundJob[]::new);
      assertThat(ports().outbox().commit(firstContacts(roster, group))).isTrue();
    }

    Standing standing =
        standing(
            roster,
            TODAY,
            jobs.stream().map(job -> job.envelope().recipient()).toList(),
            jobs.stream().map(OutboundJob::id).toList(),
            true);

    assertThat(standing.jobs().values()).containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(standing.recipients()).hasSize(50);
    assertThat(standing.recipients().values())
        .allSatisfy(recipient -> assertThat(recipient.contact()).isPresent());
    assertThat(standing.tenant()).isPresent();
    assertCounts(standing.sheet(), 50, 50, 0);
  }

  private Standing standing(
      Roster roster,
      LocalDate day,
      Collection<EmailAddress> recipients,
      Collection<JobId> jobs,
      boolean strong) {
    return ports()
        .outbox()
        .standing(
            new Outbox.Inquiry(roster.tenant(), roster.identity(), day, recipients, jobs), strong);
  }
}
