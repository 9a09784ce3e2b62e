package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A send, decoded: who it is from, to whom, and what.
///
/// @param roster the identity's, perhaps a minute old
/// @param route what was asked for, so that one idempotency key serves two routes
/// @param recipients as the client wrote them; not all need be addresses
/// @param message the message all recipients get copies of, as from a mailbox; empty if each gets a
///   message of its own
/// @param reply whether it answers in an existing conversation
/// @param labels put on the conversations it opens
/// @param sendAt not before this moment
/// @param noReplyAfter how long to wait for an answer from when it goes out; null: not at all
/// @param fingerprint hash of the request
public record SendCommand(
    Roster roster,
    String route,
    List<String> recipients,
    Content content,
    Optional<MessageId> message,
    boolean reply,
    List<String> labels,
    Optional<Instant> sendAt,
    DeliveryGuarantee guarantee,
    Optional<String> idempotencyKey,
    String fingerprint,
    @Nullable Duration noReplyAfter) {
  public SendCommand {
    recipients = List.copyOf(recipients);
    labels = List.copyOf(labels);
  }

  /// A send whose answer nobody waits for.
  public SendCommand(
      Roster roster,
      String route,
      List<String> recipients,
      Content content,
      Optional<MessageId> message,
      boolean reply,
      List<String> labels,
      Optional<Instant> sendAt,
      DeliveryGuarantee guarantee,
      Optional<String> idempotencyKey,
      String fingerprint) {
    this(
        roster,
        route,
        recipients,
        content,
        message,
        reply,
        labels,
        sendAt,
        guarantee,
        idempotencyKey,
        fingerprint,
        null);
  }

  /// When it goes out if nothing else holds it back.
  Instant dispatchAt(Instant now) {
    return sendAt.filter(at -> at.isAfter(now)).orElse(now);
  }
}
