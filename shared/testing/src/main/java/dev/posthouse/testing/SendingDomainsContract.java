package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.identityId;
import static dev.posthouse.testing.Fixtures.tenantId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.sending.DnsCheck;
import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
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

  private static SendingDomain domain(IdentityId identity, String name) {
    return SendingDomain.added(identity, tenantId(), name, new DomainRecords("us-east-1"), NOW);
  }
}
