package dev.posthouse.domain.purse;

import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;

/// One line of a tenant's ledger: what came to its purse or went from it, and why. The sum of
/// [#credits] over all lines is what the purse holds, available and reserved, at every instant.
///
/// A reservation moves credits within the purse and adds nothing, so it has no line of its own: the
/// job says it, and the line of its capture or release names the job.
///
/// @param available what it adds to the available credits, negative if it takes some
/// @param reserved what it adds to the reserved credits, negative if it takes some
/// @param reference what it is due to: the id of a receipt, job or identity, or the name of the
///   request that asked for it
/// @param reason in words, for people; may be empty
public record LedgerEntry(
    LedgerEntryId id,
    TenantId tenant,
    Kind kind,
    long available,
    long reserved,
    String reference,
    String reason,
    Instant at) {
  /// Most characters of a reason.
  public static final int REASON_MAX = 200;

  /// @throws IllegalArgumentException if it moves nothing, or the reason is too long
  public LedgerEntry {
    if (available == 0 && reserved == 0) {
      throw new IllegalArgumentException("an entry moves something");
    }
    if (reason.length() > REASON_MAX) {
      throw new IllegalArgumentException("a reason has at most " + REASON_MAX + " characters");
    }
  }

  /// Credits come to a purse or go from it.
  ///
  /// @param credits negative to take some
  /// @param reference of all entries of that kind and tenant, this one's alone
  public static LedgerEntry booking(
      TenantId tenant, Kind kind, long credits, String reference, String reason, Instant at) {
    return new LedgerEntry(
        idOf(tenant, kind, reference, at), tenant, kind, credits, 0, reference, reason, at);
  }

  /// The price of an identity's tier is taken.
  ///
  /// @param version of the identity's term: one moment may see two of them
  public static LedgerEntry renewal(
      TenantId tenant, Credits credits, String identity, long version, String reason, Instant at) {
    return new LedgerEntry(
        idOf(tenant, Kind.RENEWAL, identity + "#" + version, at),
        tenant,
        Kind.RENEWAL,
        -credits.count(),
        0,
        identity,
        reason,
        at);
  }

  /// Credits reserved for a job are spent: it was sent.
  public static LedgerEntry capture(TenantId tenant, Credits credits, String job, Instant at) {
    return new LedgerEntry(
        idOf(tenant, Kind.CAPTURE, job, at),
        tenant,
        Kind.CAPTURE,
        0,
        -credits.count(),
        job,
        "",
        at);
  }

  /// Credits reserved for a job are available again: it was not sent.
  public static LedgerEntry release(TenantId tenant, Credits credits, String job, Instant at) {
    return new LedgerEntry(
        idOf(tenant, Kind.RELEASE, job, at),
        tenant,
        Kind.RELEASE,
        credits.count(),
        -credits.count(),
        job,
        "",
        at);
  }

  private static LedgerEntryId idOf(TenantId tenant, Kind kind, String reference, Instant at) {
    return LedgerEntryId.of(at, String.join("\0", tenant.value(), kind.name(), reference));
  }

  /// What it adds to all the purse holds, negative if it takes some.
  public long credits() {
    return Math.addExact(available, reserved);
  }

  /// Why credits move. Wire form: the lower-case name.
  public enum Kind {
    /// Paid for.
    TOPUP,
    /// Come with an upgrade.
    UPGRADE,
    /// Reserved ones are spent: a message was sent.
    CAPTURE,
    /// Reserved ones are available again: a message was not sent.
    RELEASE,
    /// The operator gives or takes some.
    ADJUSTMENT,
    /// The price of an identity's tier for a period.
    RENEWAL
  }
}
