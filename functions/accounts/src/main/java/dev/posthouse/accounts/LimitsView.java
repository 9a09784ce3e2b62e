package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.outbound.InsideHour;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.Moments;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `GET /v1/limits` answers: the tenant's limits, what is used of them, and how to get more.
///
/// @param unlock what would lift the limit that is next in the way, the nearest first
/// @param neverSupported whatever is paid
/// @param supportContact whom to ask, if the operator named somebody
record LimitsView(
    String tenantId,
    BillingState billingState,
    OutboundStatus outboundStatus,
    External external,
    Internal internal,
    Holdings credits,
    PerMailbox mailboxes,
    List<Unlock> unlock,
    List<String> neverSupported,
    @Nullable String supportContact) {
  private static final List<String> NEVER =
      List.of("bulk marketing", "purchased lists", "unsolicited mail", "suppression bypass");

  /// Writing to people outside the platform, from the tenant's mailboxes.
  ///
  /// @param unlocked whether it may at all
  /// @param nextSlotAt when the rolling limits let one more through; null: now
  record External(
      boolean unlocked,
      long creditsPerRecipient,
      String windowModel,
      Window hourly,
      Window daily,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant nextSlotAt) {}

  /// Writing to mailboxes of the platform, from all of the tenant's mailboxes together.
  ///
  /// @param limit most recipients of an hour by the clock, UTC
  /// @param used those of this hour
  /// @param resetsAt when the next hour begins
  record Internal(String windowModel, int limit, int used, Instant resetsAt) {
    static Internal of(InsideHour hour) {
      return new Internal("clock_hour", InsideHour.MAX, hour.used(), hour.end());
    }
  }

  /// A rolling window.
  ///
  /// @param limit most recipients it holds; null: no limit
  /// @param used what it holds now; null: not counted
  record Window(
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer limit,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer used) {}

  /// What the tenant has.
  record Holdings(long available, long reserved) {}

  /// What goes for each of its mailboxes, and how many it may have.
  record PerMailbox(int max, int messagesPerDay) {}

  /// A way to more.
  ///
  /// @param call the request that does it; null if only the operator can
  /// @param effect what is different then
  record Unlock(@JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String call, String effect) {}

  static LimitsView of(
      Tenant tenant,
      Moments moments,
      Quota quota,
      InsideHour inside,
      Optional<String> support,
      Instant now) {
    Purse purse = moments.purse();
    QuotaUsage usage = QuotaUsage.of(moments, quota, now);
    return new LimitsView(
        tenant.id().value(),
        tenant.billingState(),
        tenant.outboundStatus(),
        new External(
            unlocked(tenant, purse),
            SendEmail.CREDITS_PER_RECIPIENT.count(),
            "rolling",
            new Window(PolicyView.number(quota.hourly()), usage.hour()),
            new Window(PolicyView.number(quota.daily()), usage.day()),
            usage.nextSlotAt()),
        Internal.of(inside),
        new Holdings(purse.available().count(), purse.reserved().count()),
        new PerMailbox(Mailboxes.PER_TENANT_MAX, Identity.SELF_SERVE_DAILY_CAP),
        unlock(tenant, purse, quota),
        NEVER,
        support.orElse(null));
  }

  private static boolean unlocked(Tenant tenant, Purse purse) {
    return !tenant.suspended()
        && (!purse.available().equals(Credits.ZERO)
            || tenant.outboundStatus() == OutboundStatus.EXTERNAL_ENABLED);
  }

  private static List<Unlock> unlock(Tenant tenant, Purse purse, Quota quota) {
    if (tenant.suspended()) {
      return List.of(new Unlock(null, "Only the operator lifts a suspension; no payment does."));
    }
    var ways = new ArrayList<Unlock>();
    if (purse.available().equals(Credits.ZERO)) {
      ways.add(
          new Unlock(
              "POST /v1/billing/topup",
              "Mailboxes write to people outside, one credit for each of them."));
    }
    switch (tenant.billingState()) {
      case FREE ->
          ways.add(
              new Unlock(
                  "POST /v1/billing/upgrade-intent",
                  quota.memory() > 0
                      ? "Ends the rolling limits and lets identities with a pool send."
                      : "Lets identities with a pool send."));
      case PAID_REVIEW -> ways.add(new Unlock(null, "The operator decides on the upgrade."));
      case PAID_ACTIVE -> {
        // Nothing more to pay for.
      }
    }
    return ways;
  }
}
