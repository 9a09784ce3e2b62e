package dev.posthouse.domain.outbound;

import java.time.Instant;
import java.util.Optional;

/// What an SES event says of one job.
///
/// @param sesMessageId the message SES speaks of
/// @param at when it happened
/// @param detail the reason SES gives, for bounces, rejects and delays
public record Evidence(Kind kind, String sesMessageId, Instant at, Optional<JobError> detail) {
  /// The kinds of SES events that say something of a job.
  public enum Kind {
    /// SES took the message.
    SEND(DeliveryStatus.PENDING),
    DELAY(DeliveryStatus.DELAYED),
    DELIVERY(DeliveryStatus.DELIVERED),
    BOUNCE(DeliveryStatus.BOUNCED),
    COMPLAINT(DeliveryStatus.COMPLAINED),
    /// SES took the message, found it harmful and did not send it.
    REJECT(DeliveryStatus.PENDING);

    private final DeliveryStatus delivery;

    Kind(DeliveryStatus delivery) {
      this.delivery = delivery;
    }
  }

  /// The delivery status this evidence stands for.
  public DeliveryStatus delivery() {
    return kind.delivery;
  }
}
