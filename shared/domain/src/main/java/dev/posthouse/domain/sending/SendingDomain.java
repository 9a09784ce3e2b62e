package dev.posthouse.domain.sending;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A domain of an identity's mailboxes.
///
/// @param name in lower-case A-labels
/// @param dkimTokens as SES gave them; none before it knows the domain
/// @param checks the records it must have and what was last found
/// @param checkedAt when that was
/// @param finding the worst that SES's advisor finds wrong with it
/// @param registration how its registration stands; empty if we were not asked to register it
/// @param managedBy who keeps its records, as far as was known when it was last looked at
/// @param revision grows by one with every change
public record SendingDomain(
    IdentityId identity,
    TenantId tenant,
    String name,
    DomainState state,
    List<String> dkimTokens,
    List<DnsCheck> checks,
    Optional<Instant> checkedAt,
    Finding finding,
    ManagedBy managedBy,
    Optional<Registration> registration,
    Instant addedAt,
    long revision) {
  public SendingDomain {
    dkimTokens = List.copyOf(dkimTokens);
    checks = List.copyOf(checks);
  }

  /// A domain of which nothing is known yet.
  public static SendingDomain added(
      IdentityId identity, TenantId tenant, String name, DomainRecords records, Instant now) {
    return new SendingDomain(
        identity,
        tenant,
        name,
        DomainState.PENDING,
        List.of(),
        records.expected(tenant, name, List.of()).stream().map(DnsCheck::unknown).toList(),
        Optional.empty(),
        Finding.NONE,
        ManagedBy.CUSTOMER,
        Optional.empty(),
        now,
        1);
  }

  /// The domain after a look at its records.
  ///
  /// @param proven whether all of it is in order: records, SES's own view, and that no other tenant
  ///   has proven it
  public SendingDomain looked(
      boolean proven, List<String> tokens, List<DnsCheck> found, Finding newFinding, Instant now) {
    DomainState next =
        proven
            ? DomainState.VERIFIED
            : state == DomainState.PENDING ? DomainState.PENDING : DomainState.FAILED;
    return new SendingDomain(
        identity,
        tenant,
        name,
        next,
        tokens,
        found,
        Optional.of(now),
        newFinding,
        managedBy,
        registration,
        addedAt,
        revision + 1);
  }

  /// The same revision with its records kept by somebody else.
  public SendingDomain keptBy(ManagedBy keeper) {
    return new SendingDomain(
        identity,
        tenant,
        name,
        state,
        dkimTokens,
        checks,
        checkedAt,
        finding,
        keeper,
        registration,
        addedAt,
        revision);
  }

  /// The next revision, with its registration come that far.
  public SendingDomain registering(Registration newRegistration) {
    return new SendingDomain(
        identity,
        tenant,
        name,
        state,
        dkimTokens,
        checks,
        checkedAt,
        finding,
        managedBy,
        Optional.of(newRegistration),
        addedAt,
        revision + 1);
  }

  /// Whether it is still open whether we register it.
  public boolean underWay() {
    return registration.map(Registration::underWay).orElse(false);
  }

  /// Whether mailboxes may be made at it, as far as we know: it is not one that we are to register
  /// and have not.
  public boolean exists() {
    return state == DomainState.VERIFIED
        || registration
            .map(Registration::state)
            .map(it -> it == Registration.State.REGISTERED || it == Registration.State.EXPIRING)
            .orElse(true);
  }
}
