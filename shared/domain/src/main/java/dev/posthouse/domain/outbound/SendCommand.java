package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    String fingerprint) {
  public SendCommand {
    recipients = List.copyOf(recipients);
    labels = List.copyOf(labels);
  }
}
