package dev.posthouse.domain.identity;

import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.tenant.TenantId;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long an identity's tier is paid for, and what happens where it is not.
///
/// A period is paid for when it begins; the first begins when the pool is ready. Who lacks the
/// credits is told, has [#GRACE] to get them, and is suspended then. What is paid late within that
/// time counts from when it was due; what is paid later, from the payment on. Who has paid, and
/// then takes a dearer tier without the credits for it, has [#UPGRADE_GRACE].
///
/// Time to pay is given once between two payments: whoever goes back to what is paid for owes
/// nothing, and who takes the dearer tier again gets no more of it.
///
/// @param version grows with every change; 0 while nothing is stored
/// @param paidUntil when the next period begins
/// @param price what the present period cost, or would have
/// @param due what could not be paid, if anything is open
/// @param graceUntil until when there was time to pay what was due last; empty if everything was
///   paid when it was due
/// @param stopped the state the identity had when it was suspended for that; empty if it was not
public record Term(
    IdentityId identity,
    TenantId tenant,
    Handle handle,
    long version,
    Instant paidUntil,
    Credits price,
    Optional<Due> due,
    Optional<Instant> graceUntil,
    Optional<IdentityState> stopped) {
  /// What a tier's price is for.
  public static final Duration PERIOD = Duration.ofDays(30);

  /// From being told to being suspended.
  public static final Duration GRACE = Duration.ofDays(7);

  /// As [#GRACE], where a period that is paid for goes on in a dearer tier.
  public static final Duration UPGRADE_GRACE = Duration.ofDays(1);

  /// What could not be paid.
  ///
  /// @param tierName of the tier as it was then
  /// @param since when its tenant was told
  /// @param suspendedAt when the identity is suspended, if nothing is paid until then
  public record Due(String tierName, Credits credits, Instant since, Instant suspendedAt) {}

  /// What is to be paid, and until when it lasts.
  record Fee(Credits credits, Instant until) {}

  /// The term of an identity that has paid nothing yet.
  public static Term none(Roster roster, Instant now) {
    return new Term(
        roster.identity(),
        roster.tenant(),
        roster.handle(),
        0,
        now,
        Credits.ZERO,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// What a tier of that price costs now: a period if one begins, and for a dearer tier the
  /// difference for what is left of the present one. A cheaper tier costs less from the next on.
  Optional<Fee> fee(Credits tierPrice, Instant now) {
    if (tierPrice.equals(Credits.ZERO)) {
      return Optional.empty();
    }
    if (!now.isBefore(paidUntil)) {
      Instant until = paidUntil.plus(PERIOD);
      boolean over = stopped.isPresent() || !until.isAfter(now);
      return Optional.of(new Fee(tierPrice, over ? now.plus(PERIOD) : until));
    }
    if (price.cover(tierPrice)) {
      return Optional.empty();
    }
    BigInteger difference = BigInteger.valueOf(tierPrice.minus(price).count());
    BigInteger left = BigInteger.valueOf(Duration.between(now, paidUntil).toMillis());
    BigInteger period = BigInteger.valueOf(PERIOD.toMillis());
    long credits =
        difference
            .multiply(left)
            .add(period.subtract(BigInteger.ONE))
            .divide(period)
            .longValueExact();
    return Optional.of(new Fee(new Credits(credits), paidUntil));
  }

  /// After the fee was paid.
  Term paid(Fee fee, Credits tierPrice) {
    return next(fee.until(), tierPrice, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// The line that paying it makes in the ledger.
  LedgerEntry entry(Fee fee, String tierName, Instant now) {
    return LedgerEntry.renewal(
        tenant,
        fee.credits(),
        identity.value(),
        version,
        "%s until %s".formatted(tierName, fee.until()),
        now);
  }

  /// Nothing is owed any more, and nothing was paid.
  Term cleared() {
    return next(paidUntil, price, Optional.empty(), graceUntil, Optional.empty());
  }

  /// Somebody lacks the credits for a fee.
  Term owing(String tierName, Credits credits, Instant now) {
    Instant until = timeToPay(now);
    var open = new Due(tierName, credits, now, until);
    return next(paidUntil, price, Optional.of(open), Optional.of(until), stopped);
  }

  private Instant timeToPay(Instant now) {
    if (now.isBefore(paidUntil)) {
      return graceUntil.orElse(now.plus(UPGRADE_GRACE));
    }
    Instant since = paidUntil.plus(GRACE);
    return graceUntil.map(given -> given.isAfter(since) ? given : since).orElse(now.plus(GRACE));
  }

  Term stopped(IdentityState before) {
    return next(paidUntil, price, due, graceUntil, Optional.of(before));
  }

  private Term next(
      Instant until,
      Credits cost,
      Optional<Due> open,
      Optional<Instant> grace,
      Optional<IdentityState> before) {
    return new Term(identity, tenant, handle, version + 1, until, cost, open, grace, before);
  }
}
