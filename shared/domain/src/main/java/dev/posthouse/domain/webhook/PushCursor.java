package dev.posthouse.domain.webhook;

import dev.posthouse.domain.identity.IdentityId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far one webhook has come in the log of one identity.
///
/// Events go out one after another: the next one only after the one before was taken or given up.
/// So a receiver sees an identity's events in their order, and none can be lost.
///
/// @param since the moment it began with ([Webhook#since])
/// @param seq the last event that is done with
/// @param failures attempts that failed since one last succeeded
/// @param failingSince when the first of them failed
/// @param restsUntil when to go on, after a failure or for want of a place
/// @param carrier the message that will see to it; all others may be let go meanwhile
/// @param leaseUntil until when somebody is at work on it
/// @param version grows by one with every write; 0 if it is not stored yet
public record PushCursor(
    WebhookId webhook,
    IdentityId identity,
    Instant since,
    long seq,
    int failures,
    @Nullable Instant failingSince,
    @Nullable Instant restsUntil,
    @Nullable String carrier,
    @Nullable Instant leaseUntil,
    long version) {
  /// How long a failing endpoint is tried before events are given up.
  public static final Duration PATIENCE = Duration.ofDays(3);

  private static final Duration[] WAITS = {
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(2),
    Duration.ofMinutes(10),
    Duration.ofMinutes(30),
    Duration.ofHours(1),
    Duration.ofHours(2),
    Duration.ofHours(4),
    Duration.ofHours(6)
  };

  /// A cursor that has yet to be stored.
  public static PushCursor begin(
      WebhookId webhook, IdentityId identity, Instant since, long seq, long version) {
    return new PushCursor(webhook, identity, since, seq, 0, null, null, null, null, version);
  }

  /// Whether nothing is to be sent at that moment.
  public boolean rests(Instant now) {
    return restsUntil != null && restsUntil.isAfter(now);
  }

  /// Whether somebody is at work on it at that moment.
  public boolean leased(Instant now) {
    return leaseUntil != null && leaseUntil.isAfter(now);
  }

  /// Taken to work on until that moment.
  public PushCursor claimed(Instant until) {
    return new PushCursor(
        webhook,
        identity,
        since,
        seq,
        failures,
        failingSince,
        restsUntil,
        carrier,
        until,
        version + 1);
  }

  /// Free again, with all up to that event done with.
  ///
  /// @param heard whether the endpoint took something meanwhile
  public PushCursor released(long upTo, boolean heard) {
    return new PushCursor(
        webhook,
        identity,
        since,
        upTo,
        heard ? 0 : failures,
        heard ? null : failingSince,
        null,
        null,
        null,
        version + 1);
  }

  /// Free again, to go on at that moment by that message.
  public PushCursor resting(Instant until, String by) {
    return new PushCursor(
        webhook, identity, since, seq, failures, failingSince, until, by, null, version + 1);
  }

  /// Free again after a failed attempt, to be tried again by that message.
  ///
  /// @param atLeast how long the endpoint asked to be left alone
  /// @param spread from 0 to 1, so that what failed together does not come back together
  public PushCursor failed(Instant now, Duration atLeast, double spread, String by) {
    Duration usual = WAITS[Math.min(failures, WAITS.length - 1)];
    Duration longest = WAITS[WAITS.length - 1];
    Duration asked = atLeast.compareTo(longest) < 0 ? atLeast : longest;
    Duration wait = usual.compareTo(asked) < 0 ? asked : usual;
    Instant until = now.plus(wait).plusMillis((long) (wait.toMillis() * spread / 10));
    return new PushCursor(
        webhook,
        identity,
        since,
        seq,
        failures + 1,
        failingSince == null ? now : failingSince,
        until,
        by,
        null,
        version + 1);
  }

  /// Whether an event of that moment is given up, if an attempt fails at this one: the endpoint has
  /// failed for three days without a break, and the event has waited as long.
  public boolean givesUp(Instant loggedAt, Instant now) {
    Instant limit = now.minus(PATIENCE);
    return failingSince != null && !failingSince.isAfter(limit) && !loggedAt.isAfter(limit);
  }

  /// With all up to that event done with, not yet stored.
  public PushCursor past(long upTo) {
    return new PushCursor(
        webhook,
        identity,
        since,
        upTo,
        failures,
        failingSince,
        restsUntil,
        carrier,
        leaseUntil,
        version);
  }

  /// After an attempt that was taken, not yet stored.
  public PushCursor succeeded() {
    return new PushCursor(
        webhook, identity, since, seq, 0, null, restsUntil, carrier, leaseUntil, version);
  }
}
