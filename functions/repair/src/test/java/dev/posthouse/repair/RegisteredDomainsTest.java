package dev.posthouse.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.CheckDomain;
import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.KeepRecords;
import dev.posthouse.domain.sending.MailProvider;
import dev.posthouse.domain.sending.ManagedBy;
import dev.posthouse.domain.sending.RegisterDomain;
import dev.posthouse.domain.sending.RegisterDomain.Asked;
import dev.posthouse.domain.sending.Registration;
import dev.posthouse.domain.sending.Registration.State;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.TxtRecord;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.PursueRegistrations;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.FakeHostedZones;
import dev.posthouse.testing.FakeRegistrar;
import dev.posthouse.testing.FakeSendingDomains;
import dev.posthouse.testing.Fixtures;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Domains that are registered for customers: each once, and no wish is lost.
final class RegisteredDomainsTest {
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final IdentityId DANA = new IdentityId("idn_0123456789abcdef");
  private static final String ONE = "one.example";
  private static final DomainRecords RECORDS = new DomainRecords("us-east-1");

  private final Deployment deployment = new Deployment();
  private final FakeSendingDomains domains = new FakeSendingDomains();
  private final FakeHostedZones zones = new FakeHostedZones();
  private final FakeRegistrar registrar = new FakeRegistrar();
  private final List<String> prepared = new ArrayList<>();

  @Test
  void aDomainIsRegisteredThenGetsItsRecordsAndIsProven() {
    ask(ONE);
    run();
    assertThat(registration(ONE).state()).isEqualTo(State.SUBMITTED);
    assertThat(registration(ONE).operation()).contains("op-1");
    assertThat(registration(ONE).priceUsd()).isEqualByComparingTo("15");
    run();
    assertThat(registration(ONE).state()).isEqualTo(State.SUBMITTED);
    assertThat(prepared).as("what SES was told of before it is there").isEmpty();

    zones.make(ONE, null);
    registrar.finish();
    run();
    assertThat(registration(ONE).state()).isEqualTo(State.REGISTERED);
    assertThat(registrar.renewed()).containsExactly(ONE);
    assertThat(zones.sets(ONE)).hasSize(8);
    run();
    assertThat(domain(ONE).state()).isEqualTo(DomainState.VERIFIED);
    assertThat(domain(ONE).managedBy()).isEqualTo(ManagedBy.ROUTE53);
    assertThat(registrar.orders()).isEqualTo(1);
    assertThat(deployment.logged()).contains("registration changed").contains("op-1");
  }

  @Test
  void whoeverIsStoppedAfterAskingTheRegistrarHasBoughtOnceAndItIsFoundAgain() {
    ask(ONE);
    registrar.losing(true);
    run();
    assertThat(registration(ONE).state()).isEqualTo(State.ASKED);
    assertThat(registration(ONE).operation()).isEmpty();
    assertThat(registrar.bought(ONE)).isEqualTo(1);

    registrar.losing(false);
    run();
    assertThat(registration(ONE).state()).isEqualTo(State.SUBMITTED);
    zones.make(ONE, null);
    registrar.finish();
    run();
    assertThat(registration(ONE).state()).isEqualTo(State.REGISTERED);
    assertThat(registrar.orders()).isEqualTo(1);
  }

  @Test
  void aRegistrarThatWasNotReachedIsAskedAgainButNotWhileSomebodyMayBeAtIt() {
    ask(ONE);
    registrar.available(false);
    run();
    assertThat(registration(ONE).triedAt()).as("nobody could look").isEmpty();
    registrar.available(true);
    SendingDomain asked = domain(ONE);
    SendingDomain leased =
        asked.registering(
            new Registration(
                State.ASKED,
                BigDecimal.TEN,
                asked.registration().orElseThrow().askedAt(),
                Optional.of(deployment.clock().instant()),
                Optional.empty(),
                ""));
    domains.replace(asked, leased);

    registerDomain().pursue(leased);
    assertThat(registrar.orders()).isZero();
    deployment.clock().advance(Duration.ofMinutes(10));
    registerDomain().pursue(domain(ONE));
    assertThat(registrar.orders()).isEqualTo(1);
  }

  @Test
  void aRefusalIsBelievedOnlyAfterLookingAgain() {
    ask(ONE);
    registrar.losing(true);
    run();
    registrar.losing(false);
    // The list of operations does not have it yet, and the name is taken: by us.
    registrar.hiding(1);
    run();

    assertThat(registration(ONE).state()).isEqualTo(State.SUBMITTED);
    assertThat(registrar.orders()).isEqualTo(1);
  }

  @Test
  void aDomainThatMailboxesWaitForCanBeRegisteredTheSame() {
    domains.add(SendingDomain.added(DANA, TENANT, ONE, RECORDS, Fixtures.NOW));
    run();
    assertThat(ask(ONE)).isInstanceOf(Asked.Begun.class);
    run();

    assertThat(registration(ONE).state()).isEqualTo(State.SUBMITTED);
    assertThat(domains.list(DANA)).hasSize(1);
  }

  @Test
  void whatFailsIsSaidAndItsPlaceIsGivenBackOnce() {
    String name = "unlucky.example";
    ask(name);
    run();
    registrar.finish();
    SendingDomain submitted = domain(name);
    run();

    assertThat(registration(name).state()).isEqualTo(State.FAILED);
    assertThat(registration(name).message()).isEqualTo("The registry said no.");
    // Somebody who is late, and saw it as it was.
    registerDomain().pursue(submitted);
    for (String other : List.of("two.example", "three.example")) {
      assertThat(ask(other)).isInstanceOf(Asked.Begun.class);
    }
    assertThat(ask("four.example")).isEqualTo(new Asked.TooMany(2));
  }

  @Test
  void whatFailedCanBeAskedForAgain() {
    String name = "unlucky.example";
    ask(name);
    run();
    registrar.finish();
    run();

    assertThat(ask(name)).isInstanceOf(Asked.Begun.class);
    run();
    assertThat(registrar.orders()).isEqualTo(2);
  }

  @Test
  void anOfferAboveTheLimitIsNotTaken() {
    assertThat(ask("acme.dear"))
        .isEqualTo(new Asked.TooDear(new BigDecimal("200.0"), new BigDecimal(20)));
    assertThat(ask("taken.example")).isEqualTo(new Asked.Unavailable());

    run();
    assertThat(registrar.orders()).isZero();
    assertThat(domains.list(DANA)).isEmpty();
  }

  @Test
  void askingAgainIsTheSameWish() {
    ask(ONE);
    run();

    assertThat(ask(ONE)).isEqualTo(new Asked.There(domain(ONE)));
    run();
    assertThat(registrar.orders()).isEqualTo(1);
  }

  @Test
  void aNameThatSomebodyElseIsRegisteringIsNotToBeHad() {
    registerDomain().ask(new IdentityId("idn_fedcba9876543210"), TENANT, ONE);

    assertThat(ask(ONE)).isEqualTo(new Asked.Unavailable());
  }

  @Test
  void whoHasSeveralZonesOfThatNameTagsTheRightOne() {
    ask(ONE);
    run();
    registrar.finish();
    run();

    assertThat(registration(ONE).state()).isEqualTo(State.REGISTERED);
    assertThat(registration(ONE).message()).contains("tags the one that answers");
    assertThat(domain(ONE).managedBy()).isEqualTo(ManagedBy.CUSTOMER);
  }

  @Test
  void whatAnIdentityLeavesIsRenewedNoMore() {
    ask(ONE);
    run();
    zones.make(ONE, null);
    registrar.finish();
    run();
    assertThat(registrar.renewed()).containsExactly(ONE);

    registerDomain().endAll(DANA);
    assertThat(registrar.renewed()).isEmpty();
    assertThat(registration(ONE).state()).isEqualTo(State.EXPIRING);
    run();
    assertThat(registrar.renewed()).isEmpty();
  }

  @Test
  void aDomainThatIsNotThereYetHoldsNoMailboxes() {
    ask(ONE);
    assertThat(domain(ONE).exists()).isFalse();
    run();
    zones.make(ONE, null);
    registrar.finish();
    run();
    assertThat(domain(ONE).exists()).isTrue();
  }

  private Asked ask(String name) {
    return registerDomain().ask(DANA, TENANT, name);
  }

  private RegisterDomain registerDomain() {
    return new RegisterDomain(
        domains,
        registrar,
        zones,
        RECORDS,
        new RegisterDomain.Limits(new BigDecimal(20), 2),
        deployment.clock());
  }

  private SendingDomain domain(String name) {
    return domains.find(DANA, name).orElseThrow();
  }

  private Registration registration(String name) {
    return domain(name).registration().orElseThrow();
  }

  private void run() {
    MailProvider provider =
        domain -> {
          prepared.add(domain);
          return new MailProvider.Standing(List.of("t1", "t2", "t3"), true, Finding.NONE);
        };
    var checkDomain =
        new CheckDomain(
            domains,
            provider,
            (type, name) ->
                zones.sets(ONE).stream()
                    .filter(set -> set.type().equals(type.name()) && set.name().equals(name))
                    .flatMap(set -> set.values().stream())
                    .map(value -> type == DnsRecord.Type.TXT ? TxtRecord.text(value) : value)
                    .toList(),
            RECORDS,
            new KeepRecords(zones),
            deployment.clock());
    new LookAfterDomains(
            domains,
            checkDomain,
            new PursueRegistrations(Optional.of(registerDomain()), deployment.log()),
            deployment.log())
        .lookAfter(
            new Roster(
                DANA,
                TENANT,
                Fixtures.handle(),
                "Dana",
                IdentityState.PROVISIONING,
                100,
                1,
                List.of()));
    deployment.clock().advance(Duration.ofMinutes(15));
  }
}
