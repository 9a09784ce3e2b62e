package dev.posthouse.domain.purse;

import dev.posthouse.domain.tenant.RateWindow;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.TenantId;
import java.util.Optional;

/// What a tenant has prepaid, and when it last wrote to people outside the platform: everything
/// that must hold together when its mailboxes send.
///
/// @param policy the tenant's, kept here too so that one condition knows it
/// @param available what may be spent
/// @param reserved what is promised to jobs that have not ended
/// @param sends recipients outside written to so far; whoever takes more changes it
/// @param recent when it wrote to the latest of them, as many as the plan's limits look at
public record Purse(
    TenantId tenant,
    SendPolicy policy,
    Credits available,
    Credits reserved,
    long sends,
    RateWindow recent) {
  /// The purse of a tenant just made.
  public static Purse empty(TenantId tenant, SendPolicy policy) {
    return new Purse(tenant, policy, Credits.ZERO, Credits.ZERO, 0, RateWindow.EMPTY);
  }

  /// The same purse under another policy.
  public Purse with(SendPolicy changed) {
    return new Purse(tenant, changed, available, reserved, sends, recent);
  }

  /// The purse after an entry; empty if a part of it would fall below zero.
  public Optional<Purse> after(LedgerEntry entry) {
    long left = Math.addExact(available.count(), entry.available());
    long promised = Math.addExact(reserved.count(), entry.reserved());
    return left < 0 || promised < 0
        ? Optional.empty()
        : Optional.of(
            new Purse(tenant, policy, new Credits(left), new Credits(promised), sends, recent));
  }

  /// All it holds.
  public Credits total() {
    return available.plus(reserved);
  }
}
