package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.tenant.Tenant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything a decision needs besides the roster, read in one round trip.
///
/// @param purse the tenant's, where the recipients' routes were asked for
/// @param recipients by address; strangers where nothing is known
/// @param jobs those of the asked-for jobs that exist
/// @param internal those of the recipients that are mailboxes of this platform, as far as asked for
public record Standing(
    Optional<Tenant> tenant,
    Optional<Purse> purse,
    DaySheet sheet,
    Map<EmailAddress, Correspondent> recipients,
    Map<JobId, OutboundJob> jobs,
    Set<EmailAddress> internal) {
  public Standing {
    recipients = Map.copyOf(recipients);
    jobs = Map.copyOf(jobs);
    internal = Set.copyOf(internal);
  }
}
