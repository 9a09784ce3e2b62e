package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.WarmupCurve;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the operator does to a pool: adds a mailbox, pulls, restores or retires one.
final class PoolRoutes {
  private static final int PERCENT_MAX = 100;
  private static final int REASON_MAX = 200;

  private final ChangePool changePool;
  private final Log log;

  PoolRoutes(ChangePool changePool, Log log) {
    this.changePool = changePool;
    this.log = log;
  }

  /// A mailbox to add; its domain is verified with SES already.
  ///
  /// @param stage where its warmup begins, 0 if absent
  record Addition(@Nullable String address, @Nullable Integer stage) {
    Addition {
      if (EmailAddress.tryParse(Json.required("address", address)).isEmpty()) {
        throw Problem.invalidField("address", "is not an email address").asException();
      }
      checkPercent("stage", stage);
    }
  }

  /// What to change about a mailbox.
  ///
  /// @param reason for the log
  record Change(
      @Nullable MailboxState state,
      @Nullable Integer stage,
      @Nullable Integer health,
      @Nullable String reason) {
    Change {
      if (state == MailboxState.PROVISIONING) {
        throw Problem.invalidField("state", "is active, pulled or retired").asException();
      }
      checkPercent("stage", stage);
      checkPercent("health", health);
      if (reason != null && reason.length() > REASON_MAX) {
        throw Problem.invalidField("reason", "has at most " + REASON_MAX + " characters")
            .asException();
      }
    }
  }

  private static void checkPercent(String field, @Nullable Integer value) {
    if (value != null && (value < 0 || value > PERCENT_MAX)) {
      throw Problem.invalidField(field, "goes from 0 to " + PERCENT_MAX).asException();
    }
  }

  /// The pool with one more mailbox.
  Roster add(Identity identity, Addition addition) {
    EmailAddress address = EmailAddress.parse(Json.required("address", addition.address()));
    int stage = Objects.requireNonNullElse(addition.stage(), 0);
    try {
      changePool.add(
          identity.id(),
          roster ->
              new Mailbox(
                  roster.nextOrdinal(),
                  address,
                  MailboxState.ACTIVE,
                  stage,
                  PERCENT_MAX,
                  WarmupCurve.capAtStage(stage, dailyMax(identity, roster))));
    } catch (ChangePool.AddressTakenException e) {
      throw Problem.of(ProblemCode.ALREADY_EXISTS, "The address " + address + " is taken.")
          .asException();
    }
    tell(identity, address, "none", "active", "added");
    return changePool.change(identity.id(), PoolRoutes::begin);
  }

  /// The pool with one mailbox changed.
  Roster change(Identity identity, String addressText, Change change) {
    EmailAddress address = EmailAddress.tryParse(addressText).orElseThrow(this::noSuchMailbox);
    return changePool.change(
        identity.id(),
        roster -> {
          Mailbox mailbox =
              roster.mailboxes().stream()
                  .filter(one -> one.address().canonical().equals(address.canonical()))
                  .findFirst()
                  .orElseThrow(this::noSuchMailbox);
          Mailbox changed = apply(change, mailbox, dailyMax(identity, roster));
          if (changed.equals(mailbox)) {
            return roster;
          }
          tell(
              identity,
              address,
              wire(mailbox.state()),
              wire(changed.state()),
              Optional.ofNullable(change.reason()).orElse(""));
          return begin(roster.replacing(mailbox.ordinal(), one -> changed));
        });
  }

  private RuntimeException noSuchMailbox() {
    return Problem.of(ProblemCode.NOT_FOUND, "The pool has no such mailbox.").asException();
  }

  private static Mailbox apply(Change change, Mailbox mailbox, int dailyMax) {
    Mailbox changed = mailbox;
    if (change.state() != null) {
      if (mailbox.state() == MailboxState.RETIRED && change.state() != MailboxState.RETIRED) {
        throw Problem.of(ProblemCode.CONFLICT, "A retired mailbox does not come back.")
            .asException();
      }
      changed = changed.in(change.state());
    }
    if (change.stage() != null) {
      changed = changed.atStage(change.stage(), WarmupCurve.capAtStage(change.stage(), dailyMax));
    }
    return change.health() == null ? changed : changed.withHealth(change.health());
  }

  /// An identity begins to send with its first able mailbox.
  private static Roster begin(Roster roster) {
    boolean able = roster.mailboxes().stream().anyMatch(Mailbox::eligible);
    if (roster.state() != IdentityState.PROVISIONING || !able) {
      return roster;
    }
    return roster.next(IdentityState.ACTIVE);
  }

  private static int dailyMax(Identity identity, Roster roster) {
    return Tiers.standard()
        .find(identity.tierName())
        .map(Tier::mailboxDailyMax)
        .orElse(roster.dailyCap());
  }

  private void tell(
      Identity identity, EmailAddress address, String from, String to, String reason) {
    log.identity(identity.handle().value())
        .with("mailbox", address.toString())
        .with("from", from)
        .with("to", to)
        .with("reason", reason)
        .info("mailbox changed");
  }

  private static String wire(MailboxState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
