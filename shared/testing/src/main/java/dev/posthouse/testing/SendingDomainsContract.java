package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.identityId;
import static dev.posthouse.testing.Fixtures.tenantId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.sending.DnsCheck;
import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.Registration;
import dev.posthouse.domain.sending.Registration.State;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.domain.sending.SendingDomains.Registering;
import dev.posthouse.domain.tenant.TenantId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [SendingDomains] promises: an identity has a domain once, and of two who change it
/// one has to look again.
public interface SendingDomainsContract {
  /// The domains, on a store of their own.
  SendingDomains domains();

  @Test
  default void aDomainIsReadAsItWasWritten() {
    SendingDomains domains = domains();
    SendingDomain added = domain(identityId(), "one.example");
    assertThat(domains.add(added)).isTrue();
    assertThat(domains.find(added.identity(), "one.example")).contains(added);

    List<String> tokens = List.of("a", "b", "c");
    List<DnsCheck> checks =
        new DomainRecords("eu-west-1")
            .expected(added.tenant(), added.name(), tokens).stream()
                .map(record ->
                    new DnsCheck(
                        record, DnsCheck.Outcome.FAILED, List.of("x", "y"), "Do something."))
                .toList();
    SendingDomain looked = added.looked(false, tokens, checks, Finding.LOW, NOW.plusSeconds(5));
    assertThat(domains.replace(added, looked)).isTrue();

    assertThat(domains.find(added.identity(), "one.example")).contains(looked);
  }

  @Test
  default void anIdentityHasADomainOnce() {
    SendingDomains domains = domains();
    SendingDomain added = domain(identityId(), "one.example");
    domains.add(added);

    assertThat(domains.add(domain(added.identity(), "one.example"))).isFalse();
    assertThat(domains.add(domain(identityId(), "one.example"))).isTrue();
    assertThat(domains.find(added.identity(), "one.example")).contains(added);
  }

  @Test
  default void whoChangesWhatIsNoLongerSoHasToLookAgain() {
    SendingDomains domains = domains();
    SendingDomain added = domain(identityId(), "one.example");
    domains.add(added);
    SendingDomain first = added.looked(true, List.of(), List.of(), Finding.NONE, NOW);
    domains.replace(added, first);

    SendingDomain second = added.looked(false, List.of(), List.of(), Finding.HIGH, NOW);
    assertThat(domains.replace(added, second)).isFalse();
    assertThat(domains.find(added.identity(), "one.example")).contains(first);
  }

  @Test
  default void domainsAreListedByName() {
    SendingDomains domains = domains();
    IdentityId identity = identityId();
    for (String name : List.of("c.example", "a.example", "b.example")) {
      domains.add(domain(identity, name));
    }
    domains.add(domain(identityId(), "d.example"));

    assertThat(domains.list(identity))
        .extracting(SendingDomain::name)
        .containsExactly("a.example", "b.example", "c.example");
    assertThat(domains.list(identityId())).isEmpty();
  }

  @Test
  @Racing
  default void ofManyTenantsWhoProveADomainItIsOnes() {
    SendingDomains domains = domains();
    List<TenantId> tenants = IntStream.range(0, 6).mapToObj(_ -> tenantId()).toList();

    List<Boolean> taken =
        Race.run(6, number -> () -> domains.claim("one.example", tenants.get(number)));

    assertThat(taken).containsOnlyOnce(true);
    TenantId owner = tenants.get(taken.indexOf(true));
    assertThat(domains.claim("one.example", owner)).isTrue();
  }

  @Test
  default void whatIsRegisteredIsReadAsItWasWritten() {
    SendingDomains domains = domains();
    SendingDomain asked = registered(domain(tenantId(), freshName()));
    assertThat(domains.register(Optional.empty(), asked, 1)).isEqualTo(Registering.DONE);
    assertThat(domains.find(asked.identity(), asked.name())).contains(asked);

    SendingDomain tried = next(asked);
    assertThat(domains.replace(asked, tried)).isTrue();
    assertThat(domains.find(asked.identity(), asked.name())).contains(tried);
  }

  @Test
  default void aNameIsRegisteredForOneAlone() {
    SendingDomains domains = domains();
    String name = freshName();
    SendingDomain mine = registered(domain(tenantId(), name));
    SendingDomain yours = registered(domain(tenantId(), name));
    domains.register(Optional.empty(), mine, 5);

    assertThat(domains.register(Optional.empty(), yours, 5)).isEqualTo(Registering.TAKEN);
    assertThat(domains.register(Optional.empty(), mine, 5)).isEqualTo(Registering.CHANGED);
    assertThat(domains.find(yours.identity(), name)).isEmpty();
  }

  @Test
  default void whatCameToNothingGivesItsPlaceBackOnce() {
    SendingDomains domains = domains();
    TenantId tenant = tenantId();
    SendingDomain first = registered(domain(tenant, freshName()));
    SendingDomain second = registered(domain(tenant, freshName()));
    SendingDomain third = registered(domain(tenant, freshName()));
    domains.register(Optional.empty(), first, 1);
    assertThat(domains.register(Optional.empty(), second, 1)).isEqualTo(Registering.TOO_MANY);

    SendingDomain failed = next(first);
    assertThat(domains.giveUp(first, failed)).isTrue();
    assertThat(domains.giveUp(first, failed)).isFalse();
    assertThat(domains.find(first.identity(), first.name())).contains(failed);
    assertThat(domains.register(Optional.empty(), second, 1)).isEqualTo(Registering.DONE);
    assertThat(domains.register(Optional.empty(), third, 1)).isEqualTo(Registering.TOO_MANY);
    assertThat(domains.register(Optional.of(failed), next(failed), 2)).isEqualTo(Registering.DONE);
  }

  @Test
  @Racing
  default void ofManyAtOnceAsManyAreCountedAsMayBe() {
    SendingDomains domains = domains();
    TenantId tenant = tenantId();

    List<Registering> all =
        Race.run(
            20,
            _ ->
                () ->
                    domains.register(Optional.empty(), registered(domain(tenant, freshName())), 5));

    assertThat(all).filteredOn(it -> it == Registering.DONE).hasSize(5);
    assertThat(all).filteredOn(it -> it == Registering.TOO_MANY).hasSize(15);
  }

  /// A name no other test knows: a table may be shared.
  private static String freshName() {
    return identityId().value().replace('_', '-') + ".example";
  }

  private static SendingDomain registered(SendingDomain domain) {
    return domain.registering(
        new Registration(
            State.ASKED, new BigDecimal("15.00"), NOW, Optional.empty(), Optional.empty(), ""));
  }

  private static SendingDomain next(SendingDomain domain) {
    return domain.registering(
        new Registration(
            State.FAILED,
            new BigDecimal("15"),
            NOW,
            Optional.of(NOW.plusSeconds(1)),
            Optional.of("op-1"),
            "No."));
  }

  private static SendingDomain domain(TenantId tenant, String name) {
    return SendingDomain.added(identityId(), tenant, name, new DomainRecords("us-east-1"), NOW);
  }

  private static SendingDomain domain(IdentityId identity, String name) {
    return SendingDomain.added(identity, tenantId(), name, new DomainRecords("us-east-1"), NOW);
  }
}
