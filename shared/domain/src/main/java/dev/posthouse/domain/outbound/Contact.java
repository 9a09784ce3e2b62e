package dev.posthouse.domain.outbound;

import java.time.Instant;
import java.util.Optional;

/// What ties a recipient to an identity since the first message.
///
/// @param ordinal the mailbox the recipient is pinned to
/// @param heardAt when a person there last wrote to the identity
public record Contact(int ordinal, ConversationId conversation, Optional<Instant> heardAt) {}
