package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.purse.Moments;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the decisions about a send rest on, and the reading of it.
///
/// @param quotas what each plan may send to people outside
/// @param pages the moments those ask for and purses have no place for
record Ground(Outbox outbox, RosterCache rosters, Quotas quotas, MomentPages pages) {
  /// What was read for some recipients.
  ///
  /// @param strong whether it is as of then, not perhaps a moment older
  record Found(Roster roster, Standing standing, boolean strong) {
    Tenant tenant() {
      return standing
          .tenant()
          .orElseThrow(() -> new IllegalStateException("an identity has a tenant"));
    }

    Purse purse() {
      return standing.purse().orElseThrow(() -> new IllegalStateException("a tenant has a purse"));
    }

    Optional<OutboundJob> job(Slot slot) {
      return Optional.ofNullable(standing.jobs().get(slot.job));
    }

    Correspondent recipient(EmailAddress address) {
      return standing.recipients().getOrDefault(address, Correspondent.stranger(address));
    }

    Route route(EmailAddress address) {
      return standing.internal().contains(address) ? Route.INTERNAL : Route.EXTERNAL;
    }
  }

  /// Reads it with the roster that is known, perhaps a moment old.
  Found quickly(SendCommand command, List<Slot> slots, Instant now) {
    // Without a key nobody can have asked for these jobs before.
    List<JobId> jobs =
        command.idempotencyKey().isPresent()
            ? slots.stream().map(slot -> slot.job).toList()
            : List.of();
    List<EmailAddress> addresses = slots.stream().map(Slot::validAddress).toList();
    return routed(slots, read(command, command.roster(), addresses, jobs, false, now));
  }

  /// Reads all of it as of now. An earlier attempt of this request may have put its jobs, with a
  /// key or without.
  Found strongly(SendCommand command, List<Slot> slots, Instant now) {
    List<EmailAddress> addresses = slots.stream().map(Slot::validAddress).toList();
    List<JobId> jobs = slots.stream().map(slot -> slot.job).toList();
    return routed(slots, read(command, refreshed(command), addresses, jobs, true, now));
  }

  private static Found routed(List<Slot> slots, Found found) {
    slots.forEach(slot -> slot.take(found.route(slot.validAddress())));
    return found;
  }

  /// Reads as of now what those recipients would meet.
  Found foresee(SendCommand command, List<EmailAddress> recipients, Instant now) {
    return read(command, refreshed(command), recipients, List.of(), true, now);
  }

  private Roster refreshed(SendCommand command) {
    return rosters.refresh(command.roster().identity()).orElse(command.roster());
  }

  private Found read(
      SendCommand command,
      Roster roster,
      Collection<EmailAddress> recipients,
      Collection<JobId> jobs,
      boolean strong,
      Instant now) {
    var inquiry =
        new Outbox.Inquiry(
            roster.tenant(),
            roster.identity(),
            OutboundJob.dayOf(command.dispatchAt(now)),
            recipients,
            jobs,
            roster.selfServe());
    return new Found(roster, outbox.standing(inquiry, strong), strong);
  }

  /// What the key may do. What it did before is read only once the commit has refused.
  KeyStanding key(Found found, KeyLimits limits, Instant now) {
    LocalDate today = OutboundJob.dayOf(now);
    KeyUsage usage =
        limits
            .budget()
            .filter(budget -> found.strong())
            .map(budget -> outbox.usage(budget.pot(), today))
            .orElse(KeyUsage.NONE);
    return new KeyStanding(limits, usage, today);
  }

  /// What a mailbox has to write to those recipients with; null for a rotated identity, which its
  /// tier covers. What the hour has seen is read only once the commit has refused.
  @Nullable Means means(Found found, List<EmailAddress> recipients, KeyLimits limits, Instant now) {
    if (!found.roster().selfServe()) {
      return null;
    }
    Tenant tenant = found.tenant();
    Purse purse = found.purse();
    List<EmailAddress> outside =
        recipients.stream().filter(address -> found.route(address) == Route.EXTERNAL).toList();
    long paying =
        outside.stream()
            .map(found::recipient)
            .filter(recipient -> Guards.barred(tenant, recipient, limits).isEmpty())
            .count();
    InsideHour inside =
        found.strong() && outside.size() < recipients.size()
            ? outbox.inside(tenant.id(), now)
            : InsideHour.of(now);
    return new Means(
        new Moments(purse, pages),
        quotas.of(purse.policy().billing()),
        outside.size(),
        Math.toIntExact(paying),
        inside,
        now);
  }
}
