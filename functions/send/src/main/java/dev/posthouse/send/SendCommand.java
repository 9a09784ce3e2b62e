package dev.posthouse.send;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A send, decoded: who it is from, to whom, and what.
///
/// @param roster the identity's, perhaps a minute old
/// @param recipients as the client wrote them; not all need be addresses
/// @param reply whether it answers in an existing conversation
/// @param sendAt not before this moment
/// @param fingerprint hash of the request
record SendCommand(
    Roster roster,
    List<String> recipients,
    Content content,
    boolean reply,
    Optional<Instant> sendAt,
    DeliveryGuarantee guarantee,
    Optional<String> idempotencyKey,
    String fingerprint) {}
