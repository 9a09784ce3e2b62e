package dev.posthouse.domain.purse;

import dev.posthouse.domain.tenant.RateWindow;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a tenant has prepaid, and when it last wrote to people outside the platform: everything
/// that must hold together when its mailboxes send.
///
/// @param policy the tenant's, kept here too so that one condition knows it
/// @param available what may be spent
/// @param reserved what is promised to jobs that have not ended
/// @param sends recipients outside written to so far; whoever takes more changes it
/// @param perDay how many of them on each UTC day, of the last [#DAYS_KEPT] on which there were any
/// @param countedFrom how many of them came before the first that rolling limits count; all, where
///   `recent` is empty
/// @param recent when it wrote to the latest of them: as many as the plan's limits look at, or, if
///   they look at more than [MomentPage#SIZE], those that are in no [MomentPage]
public record Purse(
    TenantId tenant,
    SendPolicy policy,
    Credits available,
    Credits reserved,
    long sends,
    Map<LocalDate, Integer> perDay,
    long countedFrom,
    RateWindow recent) {
  /// Days that are counted.
  public static final int DAYS_KEPT = 14;

  public Purse {
    perDay = Map.copyOf(perDay);
    countedFrom = recent.times().isEmpty() ? sends : countedFrom;
  }

  /// The purse of a tenant just made.
  public static Purse empty(TenantId tenant, SendPolicy policy) {
    return new Purse(tenant, policy, Credits.ZERO, Credits.ZERO, 0, Map.of(), 0, RateWindow.EMPTY);
  }

  /// The same purse under another policy.
  public Purse with(SendPolicy changed) {
    return new Purse(tenant, changed, available, reserved, sends, perDay, countedFrom, recent);
  }

  /// The purse after an entry; empty if a part of it would fall below zero.
  public Optional<Purse> after(LedgerEntry entry) {
    long left = Math.addExact(available.count(), entry.available());
    long promised = Math.addExact(reserved.count(), entry.reserved());
    return left < 0 || promised < 0
        ? Optional.empty()
        : Optional.of(
            new Purse(
                tenant,
                policy,
                new Credits(left),
                new Credits(promised),
                sends,
                perDay,
                countedFrom,
                recent));
  }

  /// What reserving one credit for each of so many recipients makes of it, at that moment.
  ///
  /// @throws IllegalArgumentException if there are not so many available
  public Reservation reserve(int recipients, Quota quota, Instant now) {
    var credits = new Credits(recipients);
    Tally tally = Tally.after(this, recipients, quota, now);
    return new Reservation(
        this,
        credits,
        new Purse(
            tenant,
            policy,
            available.minus(credits),
            reserved.plus(credits),
            Math.addExact(sends, recipients),
            counted(recipients, LocalDate.ofInstant(now, ZoneOffset.UTC)),
            tally.countedFrom(),
            tally.recent()),
        tally.pages());
  }

  private Map<LocalDate, Integer> counted(int recipients, LocalDate today) {
    var days = new HashMap<>(perDay);
    days.merge(today, recipients, Integer::sum);
    days.keySet().removeIf(day -> !day.isAfter(today.minusDays(DAYS_KEPT)));
    return days;
  }

  /// How many it wrote to from that UTC day on, as far as days are kept.
  public int sentSince(LocalDate day) {
    return perDay.entrySet().stream()
        .filter(entry -> !entry.getKey().isBefore(day))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /// All it holds.
  public Credits total() {
    return available.plus(reserved);
  }
}
