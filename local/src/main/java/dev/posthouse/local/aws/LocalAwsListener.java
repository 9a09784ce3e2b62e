package dev.posthouse.local.aws;

import java.time.Duration;
import java.util.Optional;

/// Where things go that AWS would pass on by itself. Called from [LocalAws#runDue], in order.
///
/// Retries are the listener's: what it throws reaches the caller of `runDue`, and the event is
/// gone.
public interface LocalAwsListener {
  /// An event of SES for one event destination of the message's configuration set.
  default void sesEvent(SesEvent event) {}

  /// An event put on an EventBridge bus.
  default void busEvent(BusEvent event) {}

  /// A message from outside: a reply, an auto-reply or a delivery status notification.
  default void inbound(InboundMail mail) {}

  /// A new object in S3.
  default void objectCreated(ObjectCreated object) {}

  /// A message for a queue. Told as it comes.
  ///
  /// @return the message's id; empty if there is no such queue
  default Optional<String> queued(String queue, String body, Duration delay) {
    return Optional.empty();
  }

  /// A message being worked on is to come again after that time. Told as it comes.
  ///
  /// @return false if no message has that receipt
  default boolean hidden(String queue, String receipt, Duration time) {
    return false;
  }
}
