package dev.posthouse.domain.outbound;

import dev.posthouse.domain.tenant.KeyLimits;
import java.time.LocalDate;

/// What the sending key may do, and what of it is used.
///
/// @param usage of today, as far as it is known: a decision to take may rest on none, because the
///   commit checks it
/// @param today the UTC day it counts on
record KeyStanding(KeyLimits limits, KeyUsage usage, LocalDate today) {
  KeyStanding plus(boolean isNew) {
    return new KeyStanding(limits, usage.plus(isNew), today);
  }
}
