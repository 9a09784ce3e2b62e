package dev.posthouse.domain.identity;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.MailboxDays;
import dev.posthouse.domain.pool.PoolCare;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.Signs;
import dev.posthouse.domain.pool.SlowLane;
import dev.posthouse.domain.pool.Track;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.SendingDomains;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Brings the roster of one identity up to date with what its mail came to.
///
/// The roster is one item, so the whole pool changes or none of it. Somebody else may change it at
/// the same time; then it is decided again. Doing it twice is doing it once.
public final class CareForPool {
  private static final int ATTEMPTS_MAX = 8;

  private final Identities identities;
  private final MailboxDays mailboxDays;
  private final SendingDomains domains;
  private final int mailboxDailyMax;
  private final InstantSource clock;

  /// @param mailboxDailyMax the operator's limit for any mailbox, whatever its tier gives
  public CareForPool(
      Identities identities,
      MailboxDays mailboxDays,
      SendingDomains domains,
      int mailboxDailyMax,
      InstantSource clock) {
    this.identities = identities;
    this.mailboxDays = mailboxDays;
    this.domains = domains;
    this.mailboxDailyMax = mailboxDailyMax;
    this.clock = clock;
  }

  /// What was done.
  ///
  /// @param before the roster as it was
  /// @param after the same one if nothing was to change
  public record Care(Roster before, Roster after) {
    /// Whether the roster is another.
    public boolean changed() {
      return after.revision() != before.revision();
    }
  }

  /// Counts the days that are over towards the warmup, then checks.
  public Optional<Care> warm(IdentityId id) {
    return identities
        .find(id)
        .flatMap(identity -> care(identity, domains.list(id), PoolCare::warm));
  }

  /// Looks how the pool does now.
  ///
  /// @param known the identity's domains
  public Optional<Care> check(Identity seen, Collection<SendingDomain> known) {
    return care(seen, known, PoolCare::check);
  }

  /// Most a warm mailbox of that identity sends a day.
  public int mailboxDailyMax(Identity identity) {
    return Math.min(Tiers.standard().of(identity).mailboxDailyMax(), mailboxDailyMax);
  }

  /// What is known of the mailboxes of that roster.
  public PoolCare.Facts facts(Identity identity, LocalDate today) {
    return facts(identity, domains.list(identity.id()), today);
  }

  private PoolCare.Facts facts(
      Identity identity, Collection<SendingDomain> known, LocalDate today) {
    Roster roster = identity.roster();
    List<MailboxDay> days =
        mailboxDays.between(roster.identity(), PoolCare.firstOfInterest(roster, today), today);
    Map<Integer, Track> tracks = Track.of(days);
    Map<String, SendingDomain> byName = new HashMap<>();
    known.forEach(domain -> byName.put(domain.name(), domain));
    Map<Integer, Signs> signs = new HashMap<>();
    for (Mailbox mailbox : roster.mailboxes()) {
      Track track = tracks.getOrDefault(mailbox.ordinal(), Track.NONE);
      SendingDomain domain = byName.get(mailbox.address().domain());
      // A domain nobody keeps a record of is one the operator vouches for.
      signs.put(
          mailbox.ordinal(),
          new Signs(
              track,
              domain == null || domain.state() == DomainState.VERIFIED,
              worse(
                  domain == null ? Finding.NONE : domain.finding(),
                  roster.compartment().finding())));
    }
    return new PoolCare.Facts(mailboxDailyMax(identity), signs, SlowLane.of(days, today));
  }

  private static Finding worse(Finding one, Finding other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  private Optional<Care> care(Identity seen, Collection<SendingDomain> known, Rule rule) {
    Optional<Identity> identity = Optional.of(seen);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (identity.isEmpty() || !Tiers.standard().size(identity.get())) {
        return Optional.empty();
      }
      Instant now = clock.instant();
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      Roster before = identity.get().roster();
      Roster after = rule.decide(before, facts(identity.get(), known, today), today);
      if (after.revision() == before.revision()
          || identities.change(before, after, now) instanceof PoolChange.Changed) {
        return Optional.of(new Care(before, after));
      }
      identity = identities.find(seen.id());
    }
    throw new StoreBusyException("others change the pool of " + seen.id());
  }

  private interface Rule {
    Roster decide(Roster roster, PoolCare.Facts facts, LocalDate today);
  }

  /// The mailboxes that are not as they were, as they are now.
  public static List<Mailbox> changed(Care care) {
    return care.after().mailboxes().stream()
        .filter(mailbox -> !care.before().mailbox(mailbox.ordinal()).equals(Optional.of(mailbox)))
        .toList();
  }
}
