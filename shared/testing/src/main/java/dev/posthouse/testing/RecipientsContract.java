package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.firstContacts;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.Suppression.Reason;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Recipients] promises.
public interface RecipientsContract extends StoreContract {
  @Test
  default void somebodyNeverWrittenToIsAStranger() {
    EmailAddress person = person();

    assertThat(find(pool(ports(), 150, 93), person)).isEqualTo(Correspondent.stranger(person));
  }

  @Test
  default void everyReasonIsReadAsItWasGiven() {
    Roster roster = pool(ports(), 150, 93);
    for (Reason reason : Reason.values()) {
      EmailAddress person = person();
      var suppression = new Suppression(reason, NOW.plusMillis(3));

      ports().recipients().suppress(roster.tenant(), person, suppression);

      assertThat(find(roster, person).suppression()).contains(suppression);
      assertThat(find(roster, person).contact()).isEmpty();
    }
  }

  @Test
  default void theFirstReasonStands() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    var first = new Suppression(Reason.COMPLAINED, NOW);

    ports().recipients().suppress(roster.tenant(), person, first);
    ports()
        .recipients()
        .suppress(roster.tenant(), person, new Suppression(Reason.MANUAL, NOW.plusSeconds(60)));

    assertThat(find(roster, person).suppression()).contains(first);
  }

  @Test
  default void aSuppressionHoldsForEveryIdentityOfTheTenantAndNoOther() {
    Roster roster = pool(ports(), 150, 93);
    Roster sibling = pool(ports(), roster.tenant(), 150, 93);
    Roster foreign = pool(ports(), 150, 93);
    EmailAddress person = person();

    ports()
        .recipients()
        .suppress(roster.tenant(), person, new Suppression(Reason.UNSUBSCRIBED, NOW));

    assertThat(find(sibling, person).suppression()).isPresent();
    assertThat(find(foreign, person)).isEqualTo(Correspondent.stranger(person));
  }

  @Test
  default void aSuppressionHoldsForEveryWayOfWritingTheAddress() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    EmailAddress shouted = EmailAddress.parse(person.toString().toUpperCase(Locale.ROOT));

    ports()
        .recipients()
        .suppress(roster.tenant(), shouted, new Suppression(Reason.UNSUBSCRIBED, NOW));

    assertThat(find(roster, person).suppression()).isPresent();
    assertThat(find(roster, person).address()).isEqualTo(person);
  }

  @Test
  default void aSuppressionLeavesThePinAlone() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    assertThat(ports().outbox().commit(firstContacts(roster, job(roster, 0, person)))).isTrue();
    Correspondent before = find(roster, person);

    ports().recipients().suppress(roster.tenant(), person, new Suppression(Reason.BOUNCED, NOW));

    assertThat(find(roster, person).contact()).isEqualTo(before.contact()).isPresent();
    assertThat(find(roster, person).suppression()).isPresent();
  }

  private Correspondent find(Roster roster, EmailAddress person) {
    return ports().recipients().find(roster.tenant(), roster.identity(), person);
  }
}
