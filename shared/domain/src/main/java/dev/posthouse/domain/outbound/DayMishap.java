package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.pool.ProviderGroup;
import java.time.Instant;
import java.time.LocalDate;

/// A mishap to be counted.
///
/// @param day the UTC day it was reported on
/// @param ordinal of the mailbox that sent the message
/// @param group whose servers take the recipient's mail
/// @param at when it happened
public record DayMishap(
    LocalDate day, int ordinal, Mishap mishap, ProviderGroup group, Instant at) {
  /// Whether a large provider put the mail off, who may do so with more of it.
  public boolean putOff() {
    return mishap == Mishap.DEFERRAL && group != ProviderGroup.OTHER;
  }
}
