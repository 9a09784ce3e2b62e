package dev.posthouse.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.CheckDomain;
import dev.posthouse.domain.sending.DnsCheck;
import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.KeepRecords;
import dev.posthouse.domain.sending.MailProvider;
import dev.posthouse.domain.sending.ManagedBy;
import dev.posthouse.domain.sending.RecordSet;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.TxtRecord;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.PursueRegistrations;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.FakeHostedZones;
import dev.posthouse.testing.FakeSendingDomains;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Domains whose zones the operator keeps.
final class ManagedDomainsTest {
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final TenantId OTHER = new TenantId("tnt_fedcba9876543210");
  private static final IdentityId DANA = new IdentityId("idn_0123456789abcdef");
  private static final String ONE = "one.example";

  private final Deployment deployment = new Deployment();
  private final FakeSendingDomains domains = new FakeSendingDomains();
  private final FakeHostedZones zones = new FakeHostedZones();

  @Test
  void aZoneThatIsTheTenantsGetsItsRecordsAndTheDomainIsProven() {
    zones.make(ONE, TENANT);
    SendingDomain first = look();
    assertThat(first.state()).isEqualTo(DomainState.PENDING);
    assertThat(first.managedBy()).isEqualTo(ManagedBy.ROUTE53);
    assertThat(zones.sets(ONE)).hasSize(8);
    assertThat(deployment.logged())
        .contains("records written to a zone")
        .contains("TXT _dmarc.one.example");

    SendingDomain second = look();
    assertThat(second.state()).isEqualTo(DomainState.VERIFIED);
    assertThat(second.managedBy()).isEqualTo(ManagedBy.ROUTE53);
    look();
    assertThat(zones.changes()).isEqualTo(1);
  }

  @Test
  void aZoneThatIsNotMarkedIsNotTouched() {
    zones.make(ONE, null);
    SendingDomain domain = look();

    assertThat(domain.managedBy()).isEqualTo(ManagedBy.CUSTOMER);
    assertThat(zones.sets(ONE)).isEmpty();
    assertThat(deployment.logged()).doesNotContain("records written");
  }

  @Test
  void aZoneOfAnotherTenantIsNotTouchedWhoeverNamesIt() {
    zones.make(ONE, OTHER);
    look();

    assertThat(zones.changes()).isZero();
    assertThat(zones.sets(ONE)).isEmpty();
  }

  @Test
  void theMailSomebodyHasAlreadyGoesWhereItWent() {
    RecordSet theirs =
        new RecordSet("MX", ONE, 3600, List.of("1 aspmx.l.google.com", "5 alt1.example"), true);
    zones.make(ONE, TENANT);
    zones.put(ONE, theirs);
    look();
    SendingDomain domain = look();

    assertThat(zones.sets(ONE)).hasSize(8).contains(theirs);
    assertThat(domain.state()).isEqualTo(DomainState.PENDING);
    assertThat(domain.checks())
        .filteredOn(check -> !check.passed())
        .singleElement()
        .satisfies(check -> {
          assertThat(check.expected().purpose()).isEqualTo(DnsRecord.Purpose.RECEIVING);
          assertThat(check.found()).hasSize(2);
        });
    assertThat(zones.changes()).isEqualTo(1);
  }

  @Test
  void textsAboutOtherThingsStayBesideOurs() {
    String theirs = "\"google-site-\" \"verification=x\"";
    zones.make(ONE, TENANT);
    zones.put(ONE, new RecordSet("TXT", "bounce.one.example", 60, List.of(theirs), true));
    look();

    assertThat(zones.sets(ONE))
        .filteredOn(set -> set.name().equals("bounce.one.example") && set.type().equals("TXT"))
        .containsExactly(
            new RecordSet(
                "TXT",
                "bounce.one.example",
                60,
                List.of(theirs, "\"v=spf1 include:amazonses.com ~all\""),
                true));
    look();
    assertThat(domain().state()).isEqualTo(DomainState.VERIFIED);
  }

  @Test
  void aPolicySomebodyHasStaysRightOrWrong() {
    RecordSet strict =
        new RecordSet("TXT", "_dmarc.one.example", 60, List.of("\"v=DMARC1; p=reject\""), true);
    RecordSet wrong =
        new RecordSet("TXT", "bounce.one.example", 60, List.of("\"v=spf1 -all\""), true);
    zones.make(ONE, TENANT);
    zones.put(ONE, strict);
    zones.put(ONE, wrong);
    look();
    look();

    assertThat(zones.sets(ONE)).contains(strict, wrong);
    assertThat(domain().checks())
        .filteredOn(check -> !check.passed())
        .extracting(DnsCheck::expected)
        .extracting(DnsRecord::purpose)
        .containsExactly(DnsRecord.Purpose.SPF);
  }

  @Test
  void whatPointsElsewhereKeepsTheRestFromNothing() {
    RecordSet pointer =
        new RecordSet("CNAME", "_dmarc.one.example", 60, List.of("dmarc.vendor.example"), true);
    RecordSet weighted =
        new RecordSet("TXT", "_posthouse.one.example", 60, List.of("\"a\""), false);
    zones.make(ONE, TENANT);
    zones.put(ONE, pointer);
    zones.put(ONE, weighted);
    look();

    assertThat(zones.sets(ONE)).hasSize(8).contains(pointer, weighted);
  }

  @Test
  void aZoneThatDoesNotAnswerHoldsNothingUp() {
    zones.make(ONE, TENANT);
    look();
    zones.sets(ONE).removeIf(set -> set.type().equals("MX"));
    zones.available(false);
    SendingDomain domain = look();

    assertThat(domain.managedBy()).isEqualTo(ManagedBy.ROUTE53);
    assertThat(domain.checks()).filteredOn(check -> !check.passed()).hasSize(2);
    assertThat(deployment.logged()).contains("a zone could not be looked after");
    zones.available(true);
    look();
    assertThat(look().state()).isEqualTo(DomainState.VERIFIED);
  }

  @Test
  void theZoneAboveServesADomainBelowIt() {
    zones.make("example.com", TENANT);
    SendingDomain below =
        SendingDomain.added(
            DANA, TENANT, "mail.example.com", new DomainRecords("us-east-1"), Fixtures.NOW);
    domains.add(below);
    checkDomain("example.com").look(below);

    assertThat(zones.sets("example.com"))
        .hasSize(8)
        .extracting(RecordSet::name)
        .allSatisfy(name -> assertThat(name).endsWith("mail.example.com"));
  }

  private SendingDomain look() {
    CheckDomain checkDomain = checkDomain(ONE);
    SendingDomain before = checkDomain.add(DANA, TENANT, ONE);
    deployment.clock().advance(Duration.ofHours(7));
    new LookAfterDomains(
            domains,
            checkDomain,
            new PursueRegistrations(Optional.empty(), deployment.log()),
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
    return domains.find(DANA, before.name()).orElseThrow();
  }

  private SendingDomain domain() {
    return domains.find(DANA, ONE).orElseThrow();
  }

  /// The DNS here is what is in the zone.
  private CheckDomain checkDomain(String zone) {
    MailProvider provider =
        _ -> new MailProvider.Standing(List.of("t1", "t2", "t3"), true, Finding.NONE);
    return new CheckDomain(
        domains,
        provider,
        (type, name) ->
            zones.sets(zone).stream()
                .filter(set -> set.type().equals(type.name()) && set.name().equals(name))
                .flatMap(set -> set.values().stream())
                .map(value -> type == DnsRecord.Type.TXT ? TxtRecord.text(value) : value)
                .toList(),
        new DomainRecords("us-east-1"),
        new KeepRecords(zones),
        deployment.clock());
  }
}
