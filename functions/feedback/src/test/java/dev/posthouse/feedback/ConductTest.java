package dev.posthouse.feedback;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.ApplyEvidence;
import dev.posthouse.domain.outbound.ConductLimits;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JudgeConduct;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testing.FakeMailboxes;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A tenant whose mail goes wrong too often is suspended, and only by that.
class ConductTest {
  private static final ConductLimits LIMITS = new ConductLimits(20, 4, 100, 2, 5);

  private final FakeStore store = new FakeStore();
  private final Ports ports = store.ports();
  private final ManualClock clock = new ManualClock();
  private final Tenant tenant = Fixtures.stored(ports, Fixtures.tenant());
  private final JudgeConduct judge =
      new JudgeConduct(
          ports.tenants(), ports.purses(), ports.identities(), ports.mailboxDays(), LIMITS, clock);
  private final ApplyEvidence evidence = new ApplyEvidence(ports.jobs(), judge, clock);
  private final Roster first = mailbox();
  private final Roster second = mailbox();

  @Test
  void tenPercentHardBouncesSuspend() {
    List<OutboundJob> jobs = send(first, 21);
    jobs.addAll(send(second, 20));

    bounce(jobs.subList(0, 4), Mishap.HARD_BOUNCE);
    assertThat(suspended()).isFalse();
    bounce(jobs.subList(40, 41), Mishap.HARD_BOUNCE);

    assertThat(suspended()).isTrue();
    assertThat(tenant().policyReason()).isEqualTo("5 hard bounces of 41 recipients");
    assertThat(tenant().policyChangedAt()).isEqualTo(NOW);
    assertThat(tenant().policy().billing()).isEqualTo(tenant.policy().billing());
  }

  @Test
  void aFewBouncesOfAFewMailsSayNothing() {
    bounce(send(first, 19), Mishap.HARD_BOUNCE);

    assertThat(suspended()).isFalse();
    bounce(send(second, 1), Mishap.HARD_BOUNCE);
    assertThat(suspended()).isTrue();
  }

  @Test
  void halfAPercentComplaintsSuspend() {
    List<OutboundJob> jobs = send(first, 20);

    complain(jobs.subList(0, 1));
    assertThat(suspended()).isFalse();
    complain(jobs.subList(1, 2));

    assertThat(suspended()).isTrue();
    assertThat(tenant().policyReason()).isEqualTo("2 complaints about 20 recipients");
  }

  @Test
  void aComplaintToldTwiceCountsOnce() {
    List<OutboundJob> jobs = send(first, 20);

    complain(jobs.subList(0, 1));
    complain(jobs.subList(0, 1));

    assertThat(suspended()).isFalse();
  }

  @Test
  void bouncesThatAreNobodysFaultDoNotCount() {
    List<OutboundJob> jobs = send(first, 30);

    bounce(jobs.subList(0, 15), Mishap.SOFT_BOUNCE);
    bounce(jobs.subList(15, 30), Mishap.POLICY_BOUNCE);

    assertThat(suspended()).isFalse();
  }

  @Test
  void whatIsTwoWeeksAgoCountsNoMore() {
    bounce(send(first, 20).subList(0, 3), Mishap.HARD_BOUNCE);
    clock.advance(Duration.ofDays(Purse.DAYS_KEPT));
    bounce(send(first, 20).subList(0, 3), Mishap.HARD_BOUNCE);

    assertThat(suspended()).isFalse();
  }

  @Test
  void whatWasBeforeTheOperatorReinstatedCountsNoMore() {
    List<OutboundJob> jobs = send(first, 40);
    bounce(jobs.subList(0, 4), Mishap.HARD_BOUNCE);
    assertThat(suspended()).isTrue();
    SendPolicy policy = tenant().policy();
    SendPolicy reinstated = policy.decided(SendPolicy.Decision.REINSTATE).orElseThrow();
    ports.tenants().changePolicy(tenant.id(), policy, reinstated, clock.instant());

    bounce(jobs.subList(4, 8), Mishap.HARD_BOUNCE);
    assertThat(suspended()).isFalse();

    clock.advance(Duration.ofDays(1));
    bounce(send(first, 40).subList(0, 4), Mishap.HARD_BOUNCE);
    assertThat(suspended()).isTrue();
  }

  @Test
  void mailThatItsTierPaysForIsNotLookedAt() {
    Roster rotated = Fixtures.pool(ports, tenant.id(), 150, 150);
    bounce(send(first, 20).subList(0, 3), Mishap.HARD_BOUNCE);
    var free = new ArrayList<OutboundJob>();
    for (int i = 0; i < 10; i++) {
      OutboundJob job = Fixtures.job(rotated, 0, Fixtures.person());
      ports.outbox().commit(Fixtures.followups(rotated, job));
      free.add(job);
    }

    bounce(free, Mishap.HARD_BOUNCE);

    assertThat(suspended()).isFalse();
  }

  @Test
  void whoIsSuspendedStaysSoForTheFirstReason() {
    List<OutboundJob> jobs = send(first, 20);
    bounce(jobs.subList(0, 4), Mishap.HARD_BOUNCE);
    String reason = tenant().policyReason();

    complain(jobs.subList(5, 10));

    assertThat(suspended()).isTrue();
    assertThat(tenant().policyReason()).isEqualTo(reason);
  }

  private Roster mailbox() {
    Handle handle = Fixtures.handle();
    Identity made = Fixtures.identity(tenant.id(), 150);
    Mailbox box =
        new Mailbox(0, EmailAddress.parse(handle.value()), MailboxState.ACTIVE, 100, 100, 150);
    var roster =
        new Roster(
            made.roster().identity(),
            tenant.id(),
            handle,
            "Ada",
            IdentityState.ACTIVE,
            150,
            1,
            List.of(box));
    var identity =
        new Identity(handle, Identity.SELF_SERVE, NOW, "made by " + handle.value(), roster);
    KeySecret secret = Fixtures.secret();
    new FakeMailboxes(store).add(identity, Fixtures.key(tenant.id(), secret), secret);
    return roster;
  }

  private List<OutboundJob> send(Roster roster, int count) {
    TenantId id = tenant.id();
    ports
        .purses()
        .book(
            LedgerEntry.booking(
                id, LedgerEntry.Kind.TOPUP, count, Fixtures.ulid(), "", clock.instant()));
    var jobs = new ArrayList<OutboundJob>();
    for (int i = 0; i < count; i++) {
      OutboundJob like =
          Fixtures.job(roster, 0, Fixtures.person(), clock.instant(), clock.instant());
      OutboundJob job =
          OutboundJob.accepted(
              like.id(),
              like.envelope(),
              like.payload(),
              like.acceptance(),
              Charge.reserved(new Credits(1)));
      Purse purse = ports.purses().find(id).orElseThrow();
      Admission followup = Fixtures.followups(roster, job);
      assertThat(
              ports
                  .outbox()
                  .commit(
                      new Admission(
                          roster,
                          followup.messages(),
                          null,
                          purse.reserve(1, Quota.NONE, clock.instant()))))
          .isTrue();
      jobs.add(job);
    }
    assertThat(ports.purses().find(id).orElseThrow().sentSince(TODAY)).isPositive();
    return jobs;
  }

  private void bounce(List<OutboundJob> jobs, Mishap mishap) {
    tell(jobs, Evidence.Kind.BOUNCE, mishap);
  }

  private void complain(List<OutboundJob> jobs) {
    tell(jobs, Evidence.Kind.COMPLAINT, Mishap.COMPLAINT);
  }

  private void tell(List<OutboundJob> jobs, Evidence.Kind kind, Mishap mishap) {
    for (OutboundJob job : jobs) {
      evidence.apply(
          ports.jobs().find(job.id()).orElseThrow(),
          new Evidence(kind, "0100ses", clock.instant(), Optional.empty(), Optional.of(mishap)));
    }
  }

  private Tenant tenant() {
    return ports.tenants().find(tenant.id()).orElseThrow();
  }

  private boolean suspended() {
    return tenant().suspended();
  }
}
