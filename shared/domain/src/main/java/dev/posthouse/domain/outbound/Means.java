package dev.posthouse.domain.outbound;

import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.Moments;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.tenant.OutboundStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// What a mailbox has to write to people with: outside its tenant's purse and when it wrote before,
/// its plan's quota, and how many of them this message is for, who are taken all or none; inside
/// what is left of the hour.
///
/// @param named recipients outside that the message names
/// @param paying those of them it would go to: not suppressed, and allowed to the key
/// @param inside what of the hour is used, as far as it is known: a decision to take may rest on
///   nothing, because the commit checks it
public record Means(
    Moments moments, Quota quota, int named, int paying, InsideHour inside, Instant now) {
  /// What the tenant has prepaid.
  Purse purse() {
    return moments.purse();
  }

  /// What is left once one more inside is written to.
  Means plusInside() {
    return new Means(moments, quota, named, paying, inside.plusOne(), now);
  }

  /// Why no window ever holds so many.
  Optional<Refusal> tooMany() {
    return quota
        .tooSmallFor(named)
        .map(window -> {
          int max = quota.limit(window).orElse(0);
          int used = moments.count(window.length(), now);
          return new Refusal.RecipientsExceedLimit(
              named, new Binding(name(window), used, max, null));
        });
  }

  /// Why they cannot be written to now: in order, for want of permission, of credits, of a slot.
  Optional<Refusal> shortOf() {
    Purse purse = purse();
    boolean unlocked =
        !purse.available().equals(Credits.ZERO)
            || purse.policy().outbound() == OutboundStatus.EXTERNAL_ENABLED;
    if (!unlocked) {
      return Optional.of(new Refusal.ExternalSendNotEnabled());
    }
    var price = new Credits(paying);
    if (!purse.available().cover(price)) {
      return Optional.of(
          new Refusal.InsufficientCredits(price, purse.available(), purse.reserved()));
    }
    return quota.full(moments, paying, now).map(Means::exceeded);
  }

  private static Refusal exceeded(Quota.Full full) {
    var binding = new Binding(name(full.window()), full.used(), full.max(), full.until());
    return new Refusal.QuotaExceeded(full.window(), binding);
  }

  private static String name(Quota.Window window) {
    return "external_per_" + window.name().toLowerCase(Locale.ROOT);
  }
}
