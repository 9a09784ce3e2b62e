package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.purse.Moments;
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
  static QuotaUsage of(Moments moments, Quota quota, Instant now) {
    return new QuotaUsage(
        used(moments, quota, Quota.Window.HOUR, now),
        used(moments, quota, Quota.Window.DAY, now),
        quota.full(moments, 1, now).map(Quota.Full::until).orElse(null));
  }

  private static @Nullable Integer used(
      Moments moments, Quota quota, Quota.Window window, Instant now) {
    return quota.limit(window).isPresent() ? moments.count(window.length(), now) : null;
  }
}
