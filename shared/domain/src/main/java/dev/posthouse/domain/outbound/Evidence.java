package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Mishap;
import java.time.Instant;
import java.util.Optional;

/// What an SES event says of one job.
///
/// @param sesMessageId the message SES speaks of
/// @param at when it happened
/// @param detail the reason SES gives, for bounces, rejects and delays
/// @param mishap what it says of the mailbox that sent it, if that is something bad
public record Evidence(
    Kind kind,
    String sesMessageId,
    Instant at,
    Optional<JobError> detail,
    Optional<Mishap> mishap) {
  /// Evidence whose kind says what it tells of the mailbox; a bounce of unknown cause nothing bad.
  public Evidence(Kind kind, String sesMessageId, Instant at, Optional<JobError> detail) {
    this(kind, sesMessageId, at, detail, kind.usual());
  }

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

    private Optional<Mishap> usual() {
      return switch (this) {
        case SEND, DELIVERY, REJECT -> Optional.empty();
        case DELAY -> Optional.of(Mishap.DEFERRAL);
        case BOUNCE -> Optional.of(Mishap.SOFT_BOUNCE);
        case COMPLAINT -> Optional.of(Mishap.COMPLAINT);
      };
    }
  }

  /// The delivery status this evidence stands for.
  public DeliveryStatus delivery() {
    return kind.delivery;
  }
}
