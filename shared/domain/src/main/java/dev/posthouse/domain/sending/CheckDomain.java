package dev.posthouse.domain.sending;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.sending.KeepRecords.Kept;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Prepares a domain, looks its records up, and remembers what was found.
public final class CheckDomain {
  private static final int ATTEMPTS_MAX = 8;

  /// A domain in order is looked at this often.
  private static final Duration VERIFIED_EVERY = Duration.ofHours(6);

  /// One that has been wrong for days, this often.
  private static final Duration PENDING_EVERY = Duration.ofHours(1);

  private static final Duration NEW_FOR = Duration.ofDays(3);

  private final SendingDomains domains;
  private final MailProvider provider;
  private final Zone zone;
  private final DomainRecords records;
  private final KeepRecords keepRecords;
  private final InstantSource clock;

  public CheckDomain(
      SendingDomains domains,
      MailProvider provider,
      Zone zone,
      DomainRecords records,
      KeepRecords keepRecords,
      InstantSource clock) {
    this.domains = domains;
    this.provider = provider;
    this.zone = zone;
    this.records = records;
    this.keepRecords = keepRecords;
    this.clock = clock;
  }

  /// The identity's domain of that name, added if it is not there, and with the records to paste.
  public SendingDomain add(IdentityId identity, TenantId tenant, String name) {
    Optional<SendingDomain> there = domains.find(identity, name);
    if (there.isPresent()) {
      return there.get();
    }
    domains.add(SendingDomain.added(identity, tenant, name, records, clock.instant()));
    return domains
        .find(identity, name)
        .orElseThrow(() -> new IllegalStateException("a domain just added is gone"));
  }

  /// Whether it is time to look at it again.
  public boolean due(SendingDomain domain) {
    if (domain.checkedAt().isEmpty()) {
      return true;
    }
    Instant now = clock.instant();
    if (domain.state() == DomainState.VERIFIED) {
      return !domain.checkedAt().get().plus(VERIFIED_EVERY).isAfter(now);
    }
    boolean isNew = domain.addedAt().plus(NEW_FOR).isAfter(now);
    return isNew || !domain.checkedAt().get().plus(PENDING_EVERY).isAfter(now);
  }

  /// Looks now, and puts records that are missing into the zone where that is ours to do. A DNS
  /// that does not answer says nothing: what was known before stays.
  ///
  /// @throws Zone.UnreachableException if the DNS does not answer
  public Look look(SendingDomain seen) {
    MailProvider.Standing standing = provider.prepare(seen.name());
    List<DnsRecord> expected = records.expected(seen.tenant(), seen.name(), standing.dkimTokens());
    List<DnsCheck> checks = new ArrayList<>();
    for (DnsRecord record : expected) {
      checks.add(DomainRecords.check(record, zone));
    }
    boolean there = checks.stream().allMatch(DnsCheck::passed);
    Optional<Kept> kept = there ? Optional.empty() : Optional.of(keepRecords.keep(seen, expected));
    SendingDomain before = seen;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      boolean proven =
          there && standing.verified() && domains.claim(before.name(), before.tenant());
      SendingDomain after =
          before
              .looked(proven, standing.dkimTokens(), checks, standing.finding(), clock.instant())
              .keptBy(keeper(before, kept));
      if (domains.replace(before, after)) {
        return new Look(after, kept);
      }
      before =
          domains
              .find(seen.identity(), seen.name())
              .orElseThrow(() -> new IllegalStateException("a domain is gone"));
    }
    throw new StoreBusyException("others look at " + seen.name());
  }

  private static ManagedBy keeper(SendingDomain domain, Optional<Kept> kept) {
    return kept.map(what ->
            switch (what) {
              case Kept.Here(_) -> ManagedBy.ROUTE53;
              case Kept.Elsewhere() -> ManagedBy.CUSTOMER;
              case Kept.Unknown(_) -> domain.managedBy();
            })
        .orElse(domain.managedBy());
  }

  /// What a look ended with.
  ///
  /// @param domain as it is then
  /// @param kept what was done about missing records; empty if none are missing
  public record Look(SendingDomain domain, Optional<Kept> kept) {}
}
