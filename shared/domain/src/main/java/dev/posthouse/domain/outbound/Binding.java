package dev.posthouse.domain.outbound;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The limit a refusal is due to.
///
/// @param limit its name: `daily_cap`, `account_share`, `warmup`, `mailboxes`, `drip_days`,
///   `external_per_hour` …
/// @param used what is used of it
/// @param cap how much it allows
/// @param resetsAt when there is room again; null if waiting does not help
public record Binding(String limit, long used, long cap, @Nullable Instant resetsAt) {}
