package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.firstContacts;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.outbound.Recipients.DomainChange;
import dev.posthouse.domain.outbound.Recipients.Suppressed;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.Suppression.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

  @Test
  default void aSuppressionOfOneIdentityHoldsForThatOneOnly() {
    Roster roster = pool(ports(), 150, 93);
    Roster sibling = pool(ports(), roster.tenant(), 150, 93);
    EmailAddress person = person();
    var suppression = new Suppression(Reason.UNSUBSCRIBED, NOW);

    assertThat(suppress(roster, Optional.of(roster.identity()), person, suppression)).isTrue();
    assertThat(suppress(roster, Optional.of(roster.identity()), person, suppression)).isFalse();

    assertThat(find(roster, person).suppression()).contains(suppression);
    assertThat(find(sibling, person).suppression()).isEmpty();
    assertThat(ports().outbox().commit(firstContacts(roster, job(roster, 0, person)))).isFalse();
    assertThat(ports().outbox().commit(firstContacts(sibling, job(sibling, 0, person)))).isTrue();
  }

  @Test
  default void whatIsReleasedGetsMailAgain() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    Optional<IdentityId> identity = Optional.of(roster.identity());
    suppress(roster, Optional.empty(), person, new Suppression(Reason.MANUAL, NOW));
    suppress(roster, identity, person, new Suppression(Reason.UNSUBSCRIBED, NOW));

    assertThat(ports().recipients().release(roster.tenant(), Optional.empty(), person)).isTrue();
    assertThat(find(roster, person).suppression())
        .contains(new Suppression(Reason.UNSUBSCRIBED, NOW));
    assertThat(ports().recipients().release(roster.tenant(), identity, person)).isTrue();
    assertThat(find(roster, person).suppression()).isEmpty();
    assertThat(ports().recipients().release(roster.tenant(), identity, person)).isFalse();
  }

  @Test
  default void domainsAreSuppressedOnceAndReleased() {
    Roster roster = pool(ports(), 150, 93);
    var suppression = new Suppression(Reason.MANUAL, NOW);

    List<DomainChange> changes =
        Race.run(
            8,
            i ->
                () ->
                    ports()
                        .recipients()
                        .suppressDomain(roster.tenant(), "d" + i % 4 + ".example", suppression));

    assertThat(changes).filteredOn(DomainChange.ADDED::equals).hasSize(4);
    assertThat(domains(roster))
        .containsExactlyInAnyOrder("d0.example", "d1.example", "d2.example", "d3.example");
    assertThat(ports().recipients().releaseDomain(roster.tenant(), "d1.example")).isTrue();
    assertThat(ports().recipients().releaseDomain(roster.tenant(), "d1.example")).isFalse();
    assertThat(domains(roster)).containsExactlyInAnyOrder("d0.example", "d2.example", "d3.example");
  }

  @Test
  default void aTenantSuppressesNoMoreDomainsThanADecisionCanRead() {
    Roster roster = pool(ports(), 150, 93);
    var suppression = new Suppression(Reason.MANUAL, NOW);
    for (int i = 0; i < Recipients.SUPPRESSED_DOMAINS_MAX; i++) {
      ports().recipients().suppressDomain(roster.tenant(), "d" + i + ".example", suppression);
    }

    assertThat(ports().recipients().suppressDomain(roster.tenant(), "more.example", suppression))
        .isEqualTo(DomainChange.TOO_MANY);
    assertThat(domains(roster)).hasSize(Recipients.SUPPRESSED_DOMAINS_MAX);
  }

  @Test
  default void whatIsSuppressedIsListedPageByPage() {
    Roster roster = pool(ports(), 150, 93);
    EmailAddress person = person();
    var suppression = new Suppression(Reason.COMPLAINED, NOW.plusMillis(1));
    suppress(roster, Optional.empty(), person, suppression);
    suppress(roster, Optional.of(roster.identity()), person, suppression);
    ports().recipients().suppressDomain(roster.tenant(), "d.example", suppression);

    var read = new ArrayList<Suppressed>();
    Optional<String> after = Optional.empty();
    do {
      List<Suppressed> page = ports().recipients().suppressed(roster.tenant(), after, 2);
      read.addAll(page);
      after = page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().place());
    } while (after.isPresent());

    assertThat(read)
        .containsExactly(
            new Suppressed("@d.example", Optional.empty(), suppression),
            new Suppressed(person.canonical(), Optional.empty(), suppression),
            new Suppressed(person.canonical(), Optional.of(roster.identity()), suppression));
  }

  private boolean suppress(
      Roster roster, Optional<IdentityId> identity, EmailAddress person, Suppression suppression) {
    return ports().recipients().suppress(roster.tenant(), identity, person, suppression);
  }

  private Set<String> domains(Roster roster) {
    return ports().tenants().find(roster.tenant()).orElseThrow().suppressedDomains();
  }

  private Correspondent find(Roster roster, EmailAddress person) {
    return ports().recipients().find(roster.tenant(), roster.identity(), person);
  }
}
