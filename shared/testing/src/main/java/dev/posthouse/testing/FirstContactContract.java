package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static dev.posthouse.testing.Fixtures.firstContacts;
import static dev.posthouse.testing.Fixtures.followups;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static dev.posthouse.testing.Fixtures.repin;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Suppression;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Outbox] promises about people: one first contact, one
/// conversation, one pin.
public interface FirstContactContract extends StoreContract {
  @Test
  default void aFirstContactPinsTheRecipientAndOpensTheConversation() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    OutboundJob job = job(roster, 1, person);

    assertThat(ports().outbox().commit(firstContacts(roster, job))).isTrue();

    ConversationId conversation = ConversationId.between(roster.identity(), person);
    assertThat(contact(roster, person)).contains(new Contact(1, conversation, Optional.empty()));
    assertThat(ports().conversations().find(conversation))
        .contains(
            new Conversation(
                conversation,
                roster.tenant(),
                roster.identity(),
                person,
                job.subject(),
                "Hello,",
                0,
                List.of("demo"),
                List.of(),
                List.of(),
                false,
                NOW,
                NOW));
  }

  @Test
  default void aGroupOfTwentyFirstContactsIsTaken() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob[] jobs = new OutboundJob[20];
    for (int i = 0; i < jobs.length; i++) {
      jobs[i] = job(roster, i % 2, person());
    }

    assertThat(ports().outbox().commit(firstContacts(roster, jobs))).isTrue();

    for (OutboundJob job : jobs) {
      assertThat(ports().conversations().find(job.envelope().conversation())).isPresent();
      assertThat(contact(roster, job.envelope().recipient())).isPresent();
    }
    assertCounts(sheet(roster, TODAY), 20, 10, 10);
  }

  @Test
  default void theLoserOfTwoFirstContactsIsNotTaken() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    OutboundJob winner = job(roster, 0, person);
    OutboundJob loser = job(roster, 1, person);
    assertThat(ports().outbox().commit(firstContacts(roster, winner))).isTrue();

    assertThat(ports().outbox().commit(firstContacts(roster, loser))).isFalse();

    assertThat(ports().jobs().find(loser.id())).isEmpty();
    assertThat(contact(roster, person).map(Contact::ordinal)).contains(0);
    assertCounts(sheet(roster, TODAY), 1, 1, 0);
  }

  @Test
  default void oneRefusedFirstContactKeepsItsWholeGroupOut() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress known = person();
    EmailAddress stranger = person();
    assertThat(ports().outbox().commit(firstContacts(roster, job(roster, 0, known)))).isTrue();

    OutboundJob other = job(roster, 1, stranger);
    assertThat(ports().outbox().commit(firstContacts(roster, other, job(roster, 1, known))))
        .isFalse();

    assertThat(contact(roster, stranger)).isEmpty();
    assertThat(ports().conversations().find(other.envelope().conversation())).isEmpty();
    assertCounts(sheet(roster, TODAY), 1, 1, 0);
  }

  @Test
  @Racing
  default void ofManyFirstContactsAtOnceOneIsTaken() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();

    List<Boolean> taken =
        Race.run(
            16,
            number -> () -> ports().outbox().commit(firstContacts(roster, job(roster, 0, person))));

    assertThat(taken).containsOnlyOnce(true);
    assertCounts(sheet(roster, TODAY), 1, 1, 0);
  }

  @Test
  default void anAddressInAnotherCaseIsTheSamePerson() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    EmailAddress shouted = EmailAddress.parse(person.toString().toUpperCase(Locale.ROOT));
    assertThat(ports().outbox().commit(firstContacts(roster, job(roster, 0, person)))).isTrue();

    assertThat(ports().outbox().commit(firstContacts(roster, job(roster, 1, shouted)))).isFalse();

    assertThat(contact(roster, shouted)).isEqualTo(contact(roster, person)).isPresent();
  }

  @Test
  default void eachIdentityHasItsOwnFirstContact() {
    Roster roster = pool(ports(), 150, 93, 93);
    Roster other = pool(ports(), roster.tenant(), 150, 93, 93);
    EmailAddress person = person();
    assertThat(ports().outbox().commit(firstContacts(roster, job(roster, 0, person)))).isTrue();
    assertThat(contact(other, person)).isEmpty();

    assertThat(ports().outbox().commit(firstContacts(other, job(other, 1, person)))).isTrue();

    assertThat(contact(roster, person).map(Contact::ordinal)).contains(0);
    assertThat(contact(other, person).map(Contact::ordinal)).contains(1);
    assertThat(contact(roster, person).map(Contact::conversation))
        .isNotEqualTo(contact(other, person).map(Contact::conversation));
  }

  @Test
  default void aFirstContactWithSomebodySuppressedMeanwhileIsNotTaken() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    var suppression = new Suppression(Suppression.Reason.UNSUBSCRIBED, NOW);
    ports().recipients().suppress(roster.tenant(), person, suppression);

    OutboundJob job = job(roster, 0, person);
    assertThat(ports().outbox().commit(firstContacts(roster, job))).isFalse();

    assertThat(ports().jobs().find(job.id())).isEmpty();
    assertThat(contact(roster, person)).isEmpty();
    assertCounts(sheet(roster, TODAY), 0, 0, 0);
  }

  @Test
  default void aFollowupLeavesPinAndConversationAlone() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    OutboundJob first = job(roster, 0, person);
    assertThat(ports().outbox().commit(firstContacts(roster, first))).isTrue();
    Optional<Conversation> opened = ports().conversations().find(first.envelope().conversation());

    assertThat(ports().outbox().commit(followups(roster, job(roster, 0, person)))).isTrue();

    assertThat(contact(roster, person).map(Contact::ordinal)).contains(0);
    assertThat(ports().conversations().find(first.envelope().conversation())).isEqualTo(opened);
    assertCounts(sheet(roster, TODAY), 2, 2, 0);
  }

  @Test
  default void aReassignedRecipientIsPinnedToTheNewMailbox() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();
    OutboundJob first = job(roster, 0, person);
    assertThat(ports().outbox().commit(firstContacts(roster, first))).isTrue();

    assertThat(ports().outbox().commit(repin(roster, job(roster, 1, person), 0))).isTrue();

    assertThat(contact(roster, person))
        .contains(new Contact(1, first.envelope().conversation(), Optional.empty()));
    assertCounts(sheet(roster, TODAY), 2, 1, 1);
  }

  @Test
  default void aReassignmentFromAnOldPinIsNotTaken() {
    Roster roster = pool(ports(), 150, 93, 93, 93);
    EmailAddress person = person();
    assertThat(ports().outbox().commit(firstContacts(roster, job(roster, 0, person)))).isTrue();
    assertThat(ports().outbox().commit(repin(roster, job(roster, 1, person), 0))).isTrue();

    OutboundJob late = job(roster, 2, person);
    assertThat(ports().outbox().commit(repin(roster, late, 0))).isFalse();

    assertThat(ports().jobs().find(late.id())).isEmpty();
    assertThat(contact(roster, person).map(Contact::ordinal)).contains(1);
    assertCounts(sheet(roster, TODAY), 2, 1, 1, 0);
  }

  @Test
  default void aStrangerCannotBeReassigned() {
    Roster roster = pool(ports(), 150, 93, 93);
    EmailAddress person = person();

    assertThat(ports().outbox().commit(repin(roster, job(roster, 1, person), 0))).isFalse();

    assertThat(contact(roster, person)).isEmpty();
    assertCounts(sheet(roster, TODAY), 0, 0, 0);
  }

  private Optional<Contact> contact(Roster roster, EmailAddress person) {
    return ports().recipients().find(roster.tenant(), roster.identity(), person).contact();
  }
}
