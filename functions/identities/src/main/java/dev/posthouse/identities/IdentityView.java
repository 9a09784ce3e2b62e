package dev.posthouse.identities;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.pool.Forecast;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An identity as the API shows it.
///
/// @param dailyCap most messages per UTC day, once all mailboxes are warm
/// @param state whether it sends
/// @param lifecycle how far its pool has come, also while it is stopped
/// @param poolSize mailboxes, without those retired
/// @param domains where they are
/// @param capacityToday most messages the pool can send on this UTC day, its use aside
/// @param capacityForecast the same for this day and those to come, if they are clean and at least
///   half of it is used
/// @param fullCapacityAt the first day on which the pool can carry the whole daily cap, on the same
///   condition; null if it will not
/// @param term how long its tier is paid for; null where it costs nothing, and in lists
record IdentityView(
    String id,
    String handle,
    String displayName,
    String tier,
    int dailyCap,
    IdentityState state,
    Lifecycle lifecycle,
    int poolSize,
    List<String> domains,
    int capacityToday,
    List<Forecast.Day> capacityForecast,
    @Nullable LocalDate fullCapacityAt,
    PacingRequest pacing,
    @Nullable TermView term,
    Instant createdAt) {
  private static final int WARM_STAGE = 100;
  private static final int FORECAST_DAYS = 30;

  /// Wire form: the lower-case name.
  enum Lifecycle {
    /// No mailbox is ready.
    PROVISIONING,
    /// Some mailbox grows yet.
    WARMING,
    /// All mailboxes are warm.
    STEADY,
    /// The identity is deleted, and all its mailboxes with it.
    RETIRED
  }

  /// @param today the UTC day the forecast begins with
  /// @param mailboxDailyMax the operator's limit for any mailbox
  static IdentityView of(Identity identity, LocalDate today, int mailboxDailyMax) {
    return of(identity, today, mailboxDailyMax, Optional.empty());
  }

  /// The same, with its term.
  static IdentityView of(
      Identity identity, LocalDate today, int mailboxDailyMax, Optional<Term> term) {
    Roster roster = identity.roster();
    int max = Math.min(Tiers.standard().of(identity).mailboxDailyMax(), mailboxDailyMax);
    Forecast forecast = Forecast.of(roster, max, today, FORECAST_DAYS);
    List<Mailbox> kept =
        roster.mailboxes().stream()
            .filter(mailbox -> mailbox.state() != MailboxState.RETIRED)
            .toList();
    return new IdentityView(
        identity.id().value(),
        identity.handle().value(),
        roster.displayName(),
        identity.tierName(),
        roster.dailyCap(),
        roster.state(),
        lifecycle(roster, kept),
        kept.size(),
        kept.stream().map(mailbox -> mailbox.address().domain()).distinct().toList(),
        Forecast.capacity(roster),
        forecast.days(),
        forecast.fullCapacityAt().orElse(null),
        PacingRequest.of(roster.pacing()),
        term.map(TermView::of).orElse(null),
        identity.createdAt());
  }

  private static Lifecycle lifecycle(Roster roster, List<Mailbox> mailboxes) {
    if (roster.state() == IdentityState.DELETED) {
      return Lifecycle.RETIRED;
    }
    if (mailboxes.stream().allMatch(mailbox -> mailbox.state() == MailboxState.PROVISIONING)) {
      return Lifecycle.PROVISIONING;
    }
    return mailboxes.stream().allMatch(mailbox -> mailbox.stage() >= WARM_STAGE)
        ? Lifecycle.STEADY
        : Lifecycle.WARMING;
  }
}
