package dev.posthouse.domain.outbound;

import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.MailboxDays;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Suspends a tenant whose mailboxes' mail comes back or is complained about too often. Only the
/// operator lifts that; what happened before they did counts no more.
///
/// It looks at the last two weeks, over all its mailboxes. Rotated identities are not looked at:
/// their mailboxes have a health of their own.
public final class JudgeConduct {
  private static final int ATTEMPTS_MAX = 8;
  private static final int PAGE = 100;

  private final Tenants tenants;
  private final Purses purses;
  private final Identities identities;
  private final MailboxDays days;
  private final ConductLimits limits;
  private final InstantSource clock;

  public JudgeConduct(
      Tenants tenants,
      Purses purses,
      Identities identities,
      MailboxDays days,
      ConductLimits limits,
      InstantSource clock) {
    this.tenants = tenants;
    this.purses = purses;
    this.identities = identities;
    this.days = days;
    this.limits = limits;
    this.clock = clock;
  }

  /// Judges the tenant of a job that has bounced or was complained about.
  ///
  /// @return why the tenant is suspended from now on; empty if it is not, or was before
  public Optional<String> judge(OutboundJob job) {
    if (job.charge().state() == Charge.State.NONE) {
      return Optional.empty();
    }
    TenantId id = job.envelope().tenant();
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<Tenant> tenant = tenants.find(id).filter(found -> !found.suspended());
      Optional<String> reason = tenant.flatMap(this::reason);
      if (reason.isEmpty() || suspend(tenant.get(), reason.get())) {
        return reason;
      }
      // Somebody else decided on it meanwhile: look again.
    }
    return Optional.empty();
  }

  private boolean suspend(Tenant tenant, String reason) {
    SendPolicy before = tenant.policy();
    SendPolicy after = before.decided(SendPolicy.Decision.SUSPEND_OUTBOUND).orElseThrow();
    return tenants.changePolicy(tenant.id(), before, after, reason, clock.instant());
  }

  private Optional<String> reason(Tenant tenant) {
    LocalDate today = OutboundJob.dayOf(clock.instant());
    LocalDate from = from(tenant, today);
    if (from.isAfter(today)) {
      return Optional.empty();
    }
    int sent = purses.find(tenant.id()).map(purse -> purse.sentSince(from)).orElse(0);
    int bounces = 0;
    int complaints = 0;
    for (IdentityId mailbox : mailboxes(tenant.id())) {
      for (MailboxDay day : days.between(mailbox, from, today)) {
        bounces += day.count(Mishap.HARD_BOUNCE);
        complaints += day.count(Mishap.COMPLAINT);
      }
    }
    if (limits.tooManyComplaints(complaints, sent)) {
      return Optional.of("%d complaints about %d recipients".formatted(complaints, sent));
    }
    return limits.tooManyBounces(bounces, sent)
        ? Optional.of("%d hard bounces of %d recipients".formatted(bounces, sent))
        : Optional.empty();
  }

  /// The first day that counts: days are counted whole, so the one on which a suspension was lifted
  /// does not.
  private static LocalDate from(Tenant tenant, LocalDate today) {
    LocalDate first = today.minusDays(Purse.DAYS_KEPT - 1L);
    Instant clearedAt = tenant.clearedAt();
    if (clearedAt == null) {
      return first;
    }
    LocalDate next = OutboundJob.dayOf(clearedAt).plusDays(1);
    return next.isAfter(first) ? next : first;
  }

  private List<IdentityId> mailboxes(TenantId tenant) {
    var ids = new ArrayList<IdentityId>();
    Optional<IdentityId> after = Optional.empty();
    List<Identity> page;
    do {
      page = identities.list(tenant, after, PAGE);
      page.stream().filter(Identity::selfServe).map(Identity::id).forEach(ids::add);
      after = page.isEmpty() ? after : Optional.of(page.getLast().id());
    } while (page.size() == PAGE);
    return ids;
  }
}
