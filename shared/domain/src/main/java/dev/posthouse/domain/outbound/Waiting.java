package dev.posthouse.domain.outbound;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a conversation knows of the wait for an answer.
///
/// Messages may be told of in another order than they went out: only their own times count.
///
/// @param sentAt when the newest message of ours went out
/// @param heardAt when a person there last wrote
/// @param until when the wait is over; null: nobody waits
/// @param message the one whose answer is waited for
/// @param last the last wait that ended without an answer
public record Waiting(
    @Nullable Instant sentAt,
    @Nullable Instant heardAt,
    @Nullable Instant until,
    @Nullable MessageId message,
    @Nullable Unanswered last) {
  /// Nothing was sent or heard.
  public static final Waiting NONE = new Waiting(null, null, null, null, null);

  /// The least wait.
  public static final Duration LEAST = Duration.ofMinutes(1);

  /// The longest wait.
  public static final Duration MOST = Duration.ofDays(365);

  /// A wait that ended without an answer.
  ///
  /// @param at when that was found
  /// @param waited since the message went out
  public record Unanswered(Instant at, Duration waited, MessageId message) {}

  /// After a message of ours went out. One that does not wait ends the wait of the one before.
  ///
  /// @param after how long to wait for an answer; null: not at all
  public Waiting sent(Instant at, MessageId sent, @Nullable Duration after) {
    if (sentAt != null && at.isBefore(sentAt)) {
      return this;
    }
    boolean answered = heardAt != null && !heardAt.isBefore(at);
    return after == null || answered
        ? new Waiting(at, heardAt, null, null, last)
        : new Waiting(at, heardAt, at.plus(after), sent, last);
  }

  /// After a person there wrote.
  public Waiting heard(Instant at) {
    Instant newest = heardAt != null && heardAt.isAfter(at) ? heardAt : at;
    boolean before = sentAt != null && at.isBefore(sentAt);
    return before
        ? new Waiting(sentAt, newest, until, message, last)
        : new Waiting(sentAt, newest, null, null, last);
  }

  /// After the wait is over; empty if it is not.
  public Optional<Waiting> expired(Instant now) {
    if (until == null || message == null || sentAt == null || until.isAfter(now)) {
      return Optional.empty();
    }
    var unanswered = new Unanswered(now, Duration.between(sentAt, now), message);
    return Optional.of(new Waiting(sentAt, heardAt, null, null, unanswered));
  }
}
