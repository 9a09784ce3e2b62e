package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quota;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a tenant has used of its plan's rolling limits.
///
/// @param hour recipients outside of the last hour; null: there is no such limit, and no count
/// @param day recipients outside of the last 24 hours; null: there is no such limit, and no count
/// @param nextSlotAt when one more may be written to; null: now, as far as these limits go
record QuotaUsage(
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer hour,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer day,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant nextSlotAt) {
  static QuotaUsage of(Purse purse, Quota quota, Instant now) {
    return new QuotaUsage(
        used(purse, quota, Quota.Window.HOUR, now),
        used(purse, quota, Quota.Window.DAY, now),
        quota.full(purse.recent(), 1, now).map(Quota.Full::until).orElse(null));
  }

  private static @Nullable Integer used(
      Purse purse, Quota quota, Quota.Window window, Instant now) {
    return quota.limit(window).isPresent() ? purse.recent().count(window.length(), now) : null;
  }
}
