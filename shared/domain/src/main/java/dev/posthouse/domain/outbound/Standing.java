package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.tenant.Tenant;
import java.util.Map;
import java.util.Optional;

/// Everything a decision needs besides the roster, read in one round trip.
///
/// @param recipients by address; strangers where nothing is known
/// @param jobs those of the asked-for jobs that exist
public record Standing(
    Optional<Tenant> tenant,
    DaySheet sheet,
    Map<EmailAddress, Correspondent> recipients,
    Map<JobId, OutboundJob> jobs) {
  public Standing {
    recipients = Map.copyOf(recipients);
    jobs = Map.copyOf(jobs);
  }
}
