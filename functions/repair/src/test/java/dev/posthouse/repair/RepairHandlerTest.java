package dev.posthouse.repair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.LocalParts;
import dev.posthouse.domain.identity.PoolPlan;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Compartment;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Forecast;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.MailboxDay.PutOff;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.pool.ProviderGroup;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.sending.Compartments.Objection;
import dev.posthouse.domain.sending.DnsCheck;
import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.MailProvider;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.route53.ManagedDomains;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testbed.FakeContext;
import dev.posthouse.testing.FakeCompartments;
import dev.posthouse.testing.FakeIdentities;
import dev.posthouse.testing.FakePurses;
import dev.posthouse.testing.FakeSendingDomains;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.FakeTerms;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RepairHandlerTest {
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final TenantId OTHER = new TenantId("tnt_fedcba9876543210");
  private static final List<String> TOKENS = List.of("t1", "t2", "t3");

  private final Deployment deployment = new Deployment();
  private final FakeStore store = new FakeStore();
  private final FakeIdentities identities = new FakeIdentities(store);
  private final FakeSendingDomains domains = new FakeSendingDomains();
  private long quota = -1;
  private String unpreparable = "";
  private Runnable meanwhile = () -> {};
  private final FakeCompartments compartments = new FakeCompartments();
  private final Map<String, List<String>> zone = new HashMap<>();
  private final List<MailboxDay> days = new ArrayList<>();
  private final List<String> prepared = new ArrayList<>();

  @Test
  void anIdentityIsReadyOnceItsDomainsAreProven() {
    IdentityId id = create("dana", TENANT, "growth", "one.example", "two.example");
    run();

    assertThat(roster(id).state()).isEqualTo(IdentityState.PROVISIONING);
    assertThat(prepared).contains("one.example", "two.example");
    SendingDomain one = domain(id, "one.example");
    assertThat(one.state()).isEqualTo(DomainState.PENDING);
    assertThat(one.checks()).hasSize(8).allSatisfy(check -> assertThat(check.fix()).isNotEmpty());

    publish(one);
    run();

    assertThat(roster(id).state()).isEqualTo(IdentityState.ACTIVE);
    assertThat(domain(id, "one.example").state()).isEqualTo(DomainState.VERIFIED);
    assertThat(roster(id).mailboxes())
        .allSatisfy(mailbox ->
            assertThat(mailbox.state())
                .isEqualTo(
                    mailbox.address().domain().equals("one.example")
                        ? MailboxState.ACTIVE
                        : MailboxState.PROVISIONING));
    assertThat(roster(id).mailbox(0).orElseThrow().dailyCap()).isEqualTo(4);
  }

  @Test
  void onlyOneTenantsDomainItIs() {
    IdentityId mine = create("dana", TENANT, "starter", "one.example", "two.example");
    IdentityId yours = create("eve", OTHER, "starter", "one.example", "three.example");
    run();
    publish(domain(mine, "one.example"));
    run();
    publish(domain(yours, "one.example"));
    run();

    assertThat(domain(mine, "one.example").state()).isEqualTo(DomainState.VERIFIED);
    assertThat(domain(yours, "one.example").state()).isEqualTo(DomainState.PENDING);
  }

  @Test
  void aDomainWhoseRecordsAreGoneIsSaidSoAndItsMailboxesLoseHealth() {
    IdentityId id = proven("growth");
    zone.entrySet().removeIf(entry -> entry.getKey().contains("_dmarc.one.example"));
    deployment.clock().advance(Duration.ofHours(7));
    run();

    SendingDomain one = domain(id, "one.example");
    assertThat(one.state()).isEqualTo(DomainState.FAILED);
    assertThat(one.checks())
        .filteredOn(check -> !check.passed())
        .extracting(DnsCheck::expected)
        .extracting(DnsRecord::purpose)
        .containsExactly(DnsRecord.Purpose.DMARC);
    assertThat(roster(id).mailbox(0).orElseThrow().health()).isEqualTo(60);
    assertThat(roster(id).mailbox(1).orElseThrow().health()).isEqualTo(100);
  }

  @Test
  void aSickMailboxIsPulledComesBackOrIsReplaced() {
    IdentityId id = proven("growth");
    List<MailboxState> seen = new ArrayList<>();
    for (int offence = 1; offence <= 3; offence++) {
      complain(0);
      for (int day = 0; day < 40; day++) {
        run();
        MailboxState state = roster(id).mailbox(0).orElseThrow().state();
        if (seen.isEmpty() || seen.getLast() != state) {
          seen.add(state);
        }
        deployment.clock().advance(Duration.ofDays(1));
      }
    }
    assertThat(seen)
        .containsExactly(
            MailboxState.PULLED,
            MailboxState.QUARANTINED,
            MailboxState.RESTRICTED,
            MailboxState.ACTIVE,
            MailboxState.PULLED,
            MailboxState.QUARANTINED,
            MailboxState.RESTRICTED,
            MailboxState.ACTIVE,
            MailboxState.RETIRED);
    Mailbox successor = roster(id).mailbox(4).orElseThrow();
    assertThat(successor.course().replaces()).hasValue(0);
    assertThat(successor.state()).isEqualTo(MailboxState.ACTIVE);
    assertThat(successor.address().domain()).isEqualTo("one.example");
  }

  @Test
  void aSmallerTierLeavesTheWarmestAndALargerOneFillsUp() {
    IdentityId id = proven("growth");
    Roster before = roster(id);
    identities.change(
        before,
        before.replacing(2, mailbox -> mailbox.atStage(50, 20)),
        deployment.clock().instant());
    tier(id, "starter");
    run();

    assertThat(roster(id).mailboxes())
        .filteredOn(mailbox -> mailbox.state() != MailboxState.RETIRED)
        .extracting(Mailbox::ordinal)
        .containsExactly(0, 2);
    assertThat(roster(id).mailbox(3).orElseThrow().course().cause()).isEqualTo(Cause.SURPLUS);

    tier(id, "growth");
    run();
    assertThat(roster(id).mailboxes())
        .filteredOn(mailbox -> mailbox.state() == MailboxState.ACTIVE)
        .extracting(Mailbox::ordinal)
        .containsExactly(0, 2, 4, 5);
    assertThat(roster(id).mailbox(4).orElseThrow().course().replaces()).isEmpty();
  }

  @Test
  void anIdentityWithTooManyBouncesStopsAndGoesOnByItself() {
    IdentityId id = proven("growth");
    LocalDate today = today();
    days.add(MailboxDay.blank(today, 0).withSent(200).plus(Mishap.HARD_BOUNCE, 8));
    run();
    assertThat(roster(id).state()).isEqualTo(IdentityState.REPAIRING);

    deployment.clock().advance(Duration.ofDays(13));
    run();
    assertThat(roster(id).state()).isEqualTo(IdentityState.REPAIRING);
    deployment.clock().advance(Duration.ofDays(1));
    run();
    assertThat(roster(id).state()).isEqualTo(IdentityState.ACTIVE);
  }

  @Test
  void runningAgainChangesNothing() {
    IdentityId id = proven("growth");
    complain(0);
    run();
    Roster once = roster(id);
    SendingDomain domain = domain(id, "one.example");
    run();
    run();

    assertThat(roster(id)).isEqualTo(once);
    assertThat(domain(id, "one.example")).isEqualTo(domain);
  }

  @Test
  void whatIsDeletedIsLeftAlone() {
    IdentityId id = proven("growth");
    compartments.remove(id);
    Roster apart = roster(id);
    identities.change(
        apart, apart.next(apart.mailboxes()).apart(Compartment.NONE), deployment.clock().instant());
    Roster before = roster(id);
    identities.change(before, before.next(IdentityState.DELETED), deployment.clock().instant());
    tier(id, "starter");
    Roster deleted = roster(id);
    run();

    assertThat(roster(id)).isEqualTo(deleted);
  }

  @Test
  void mailIsKeptApartBeforeTheFirstMailboxOpens() {
    IdentityId id = create("dana", TENANT, "growth", "one.example", "two.example");
    run();
    assertThat(roster(id).compartment()).isEqualTo(Compartment.NONE);
    publish(domain(id, "one.example"));
    run();

    assertThat(roster(id).compartment()).isEqualTo(Compartment.of(Set.of("one.example")));
    assertThat(compartments.all()).containsEntry(id, Set.of("one.example"));
    publish(domain(id, "two.example"));
    run();
    assertThat(roster(id).compartment().domains())
        .containsExactlyInAnyOrder("one.example", "two.example");
  }

  @Test
  void whatSesDoesNotKnowGoesTheCommonWayUntilItDoes() {
    compartments.know("two.example", false);
    IdentityId id = proven("growth");
    assertThat(roster(id).compartment().domains()).containsExactly("one.example");

    compartments.know("two.example", true);
    run();
    assertThat(roster(id).compartment().domains()).contains("two.example");
  }

  @Test
  void aTenantThatSesStopsStopsTheIdentityUntilSesTakesItsMailAgain() {
    IdentityId id = proven("growth");
    compartments.objectTo(id, new Objection(Finding.HIGH, true));
    run();
    assertThat(roster(id).state()).isEqualTo(IdentityState.REPAIRING);
    assertThat(roster(id).mailboxes())
        .allSatisfy(mailbox -> assertThat(mailbox.health()).isEqualTo(50));

    compartments.objectTo(id, Objection.NONE);
    run();
    assertThat(roster(id).state()).isEqualTo(IdentityState.ACTIVE);
    assertThat(roster(id).mailboxes())
        .allSatisfy(mailbox -> assertThat(mailbox.health()).isEqualTo(100));
  }

  @Test
  void whoIsChangedWhileItIsLookedAtIsLookedAtAgain() {
    IdentityId id = proven("growth");
    complain(0);
    meanwhile =
        () -> {
          meanwhile = () -> {};
          Roster seen = roster(id);
          Roster paused = seen.next(IdentityState.PAUSED);
          identities.change(seen, paused, deployment.clock().instant());
        };
    run();

    assertThat(roster(id).state()).isEqualTo(IdentityState.PAUSED);
    assertThat(roster(id).mailbox(0).orElseThrow().state()).isEqualTo(MailboxState.PULLED);
    assertThat(deployment.logged()).doesNotContain("repair failed");
  }

  @Test
  void theCompartmentOfADeletedIdentityGoesTwoWeeksLater() {
    IdentityId id = proven("growth");
    Roster before = roster(id);
    identities.change(before, before.next(IdentityState.DELETED), deployment.clock().instant());
    run();
    deployment.clock().advance(Duration.ofDays(13));
    run();
    assertThat(compartments.all()).containsKey(id);

    deployment.clock().advance(Duration.ofDays(1));
    run();
    run();
    assertThat(compartments.all()).doesNotContainKey(id);
    assertThat(roster(id).compartment()).isEqualTo(Compartment.NONE);
  }

  @Test
  void aProviderThatPutsMailOffIsLeftAloneForAnHour() {
    IdentityId id = proven("growth");
    Instant at = deployment.clock().instant();
    days.add(
        MailboxDay.blank(today(), 0)
            .withSent(40)
            .plus(ProviderGroup.GMAIL, new PutOff(1, at.minusSeconds(600)))
            .plus(ProviderGroup.YAHOO, new PutOff(1, at)));
    run();
    assertThat(roster(id).slow()).isEmpty();

    days.set(0, days.getFirst().plus(ProviderGroup.GMAIL, new PutOff(1, at)));
    run();
    Roster slow = roster(id);
    assertThat(slow.waits(0, ProviderGroup.GMAIL, at)).contains(at.plus(Duration.ofHours(1)));
    assertThat(slow.waits(0, ProviderGroup.YAHOO, at)).isEmpty();
    assertThat(slow.waits(1, ProviderGroup.GMAIL, at)).isEmpty();
    assertThat(slow.waits(0, ProviderGroup.GMAIL, at.plus(Duration.ofHours(1)))).isEmpty();
    run();
    assertThat(roster(id)).isEqualTo(slow);

    deployment.clock().advance(Duration.ofDays(1));
    run();
    assertThat(roster(id).slow()).isEmpty();
  }

  @Test
  void aQuotaTooSmallForAllIsSharedAndGivenBackWhenItGrows() {
    IdentityId large = proven("growth");
    IdentityId small = create("eve", OTHER, "starter", "three.example", "four.example");
    run();
    publish(domain(small, "three.example"));
    run();
    // 4 mailboxes and 1 that may send 4 each.
    assertThat(Forecast.capacity(roster(large))).isEqualTo(16);
    assertThat(Forecast.capacity(roster(small))).isEqualTo(4);

    quota = 12;
    run();
    assertThat(roster(large).accountShare()).isEqualTo(7);
    assertThat(Forecast.capacity(roster(large))).isEqualTo(7);
    assertThat(roster(small).accountShare()).isEqualTo(Roster.UNSHARED);
    Roster shared = roster(large);
    run();
    assertThat(roster(large)).isEqualTo(shared);

    quota = 1_000;
    run();
    assertThat(roster(large).accountShare()).isEqualTo(Roster.UNSHARED);
  }

  @Test
  void whoCannotBeRepairedDoesNotKeepTheOthersFromTheirShares() {
    IdentityId large = proven("growth");
    IdentityId sick = create("eve", OTHER, "growth", "three.example", "four.example");
    run();
    unpreparable = "three.example";
    quota = 12;
    deployment.clock().advance(Duration.ofHours(1));
    run();

    assertThat(deployment.logged())
        .contains("repair failed")
        .contains(roster(sick).handle().value());
    assertThat(roster(large).accountShare()).isEqualTo(11);
  }

  @Test
  void pricesThatCannotBeReadAreNamedAtTheStart() {
    deployment.setting("TIER_PRICES", "nope=5");

    assertThatThrownBy(this::run).hasMessageContainingAll("TIER_PRICES", "nope=5");
  }

  @Test
  void nothingIsSharedOutWhereSomebodyCouldNotBeRead() {
    IdentityId large = proven("growth");
    IdentityId lost = create("eve", OTHER, "growth", "three.example", "four.example");
    run();
    quota = 12;
    // Listed, and its roster is gone: nobody knows what it needs.
    store.loseRoster(lost);
    run();

    assertThat(deployment.logged()).contains("repair failed");
    assertThat(roster(large).accountShare()).isEqualTo(Roster.UNSHARED);
  }

  @Test
  void aTierIsChargedOnceAPeriodHoweverOftenItRuns() {
    deployment.setting("TIER_PRICES", "growth=900");
    IdentityId id = create("dana", TENANT, "growth", "one.example", "two.example");
    fund(TENANT, 1000);
    run();
    assertThat(available(TENANT)).as("while it is made").isEqualTo(1000);
    publish(domain(id, "one.example"));
    run();
    run();

    assertThat(available(TENANT)).isEqualTo(100);
    deployment.clock().advance(Term.PERIOD.minusMillis(1));
    run();
    assertThat(new FakeTerms(store).find(id).orElseThrow().due()).isEmpty();
    deployment.clock().advance(Duration.ofMillis(1));
    run();
    assertThat(new FakeTerms(store).find(id).orElseThrow().due())
        .contains(
            new Term.Due(
                "growth",
                new Credits(900),
                deployment.clock().instant(),
                deployment.clock().instant().plus(Term.GRACE)));
    assertThat(deployment.logged()).contains("tier renewed");
  }

  private void fund(TenantId tenant, long credits) {
    Tenant paying = Fixtures.tenant();
    Fixtures.stored(
        store.ports(),
        new Tenant(
            tenant,
            paying.name(),
            paying.operatorEmail(),
            paying.billingState(),
            paying.outboundStatus(),
            Set.of(),
            Fixtures.NOW));
    new FakePurses(store)
        .book(
            LedgerEntry.booking(
                tenant, LedgerEntry.Kind.ADJUSTMENT, credits, "gift", "", Fixtures.NOW));
  }

  private long available(TenantId tenant) {
    return new FakePurses(store).find(tenant).orElseThrow().available().count();
  }

  private void run() {
    MailProvider provider =
        domain -> {
          if (domain.equals(unpreparable)) {
            throw new IllegalStateException("SES does not take " + domain);
          }
          prepared.add(domain);
          return new MailProvider.Standing(TOKENS, true, Finding.NONE);
        };
    RepairWiring wiring =
        RepairWiring.of(
            deployment,
            identities,
            (identity, from, to) -> {
              meanwhile.run();
              return days.stream()
                  .filter(day -> !day.day().isBefore(from) && !day.day().isAfter(to))
                  .toList();
            },
            domains,
            new FakeTerms(store),
            new RepairWiring.Ses(provider, compartments, () -> quota),
            new RepairWiring.Dns(
                (type, name) -> zone.getOrDefault(type + " " + name, List.of()),
                ManagedDomains.none()));
    new RepairHandler(wiring, deployment.log())
        .handleRequest(new ScheduledEvent(), new FakeContext());
  }

  private IdentityId proven(String tier) {
    IdentityId id = create("dana", TENANT, tier, "one.example", "two.example");
    run();
    publish(domain(id, "one.example"));
    publish(domain(id, "two.example"));
    run();
    return id;
  }

  private void publish(SendingDomain domain) {
    for (DnsCheck check : domain.checks()) {
      DnsRecord record = check.expected();
      zone.computeIfAbsent(record.type() + " " + record.name(), _ -> new ArrayList<>())
          .add(record.value());
    }
  }

  private void complain(int ordinal) {
    days.add(MailboxDay.blank(today(), ordinal).withSent(40).plus(Mishap.COMPLAINT, 2));
  }

  private void tier(IdentityId id, String name) {
    Identity identity = identities.find(id).orElseThrow();
    Tier tier = Tiers.standard().find(name).orElseThrow();
    Roster before = identity.roster();
    identities.changeTier(
        identity,
        name,
        before.next(before.state(), before.displayName(), tier.dailyCap(), before.mailboxes()),
        deployment.clock().instant());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(deployment.clock().instant(), ZoneOffset.UTC);
  }

  private Roster roster(IdentityId id) {
    return identities.roster(id).orElseThrow();
  }

  private SendingDomain domain(IdentityId id, String name) {
    return domains.find(id, name).orElseThrow();
  }

  private IdentityId create(String name, TenantId tenant, String tierName, String... domainNames) {
    Tier tier = Tiers.standard().find(tierName).orElseThrow();
    var id = new IdentityId("idn_" + JobIds.sha256(name).substring(0, 20));
    var handle = new Handle(name + "@post.example");
    var empty =
        new Roster(
            id, tenant, handle, name, IdentityState.PROVISIONING, tier.dailyCap(), 1, List.of());
    identities.create(new Identity(handle, tierName, Fixtures.NOW, "", empty));
    var plan =
        new PoolPlan(
            tier, tier.mailboxDailyMax(), List.of(domainNames), LocalParts.of(name, handle), false);
    identities.addMailboxes(
        empty, plan.next(empty, Set.of(), tier.mailboxes()), deployment.clock().instant());
    return id;
  }
}
