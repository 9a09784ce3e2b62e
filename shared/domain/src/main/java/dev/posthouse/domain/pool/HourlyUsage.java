package dev.posthouse.domain.pool;

import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/// How many messages identities had taken, by the hour they were to go out in.
public interface HourlyUsage {
  /// The hours of those days in which something was taken, by their beginnings; messages that were
  /// cancelled later are counted too.
  ///
  /// @param from the first UTC day
  /// @param to the last one
  Map<Instant, Integer> between(IdentityId identity, LocalDate from, LocalDate to);
}
