package dev.posthouse.domain.outbound;

import java.time.Instant;

/// The limit a refusal is due to.
///
/// @param limit its name: `daily_cap`, `warmup`, `mailboxes` or `drip_days`
/// @param used what is used of it
/// @param cap how much it allows
/// @param resetsAt when there is room again
public record Binding(String limit, int used, int cap, Instant resetsAt) {}
