package dev.posthouse.domain.webhook;

import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Duration;
import java.time.Instant;

/// One attempt to tell an endpoint of one event.
///
/// @param type of the event, as the API writes it
/// @param attempt which attempt it was since one last succeeded, from 1; 0 for an event that was
///   given up unsent, because the endpoint had failed for so long
/// @param status the endpoint's HTTP status; 0 if it gave none
/// @param error why there was no status, or none was asked for; empty otherwise
/// @param took how long it took
public record Delivery(
    DeliveryId id,
    IdentityId identity,
    long seq,
    EventId event,
    String type,
    Outcome outcome,
    int attempt,
    int status,
    String error,
    Duration took,
    Instant at) {
  /// How long attempts can be read, and so dead letters.
  public static final Duration RETENTION = Duration.ofDays(14);

  /// What became of it.
  public enum Outcome {
    /// The endpoint answered with a status of 2xx.
    DELIVERED,
    /// It did not; there will be another attempt.
    FAILED,
    /// There will be none by itself: a dead letter.
    DEAD
  }
}
