package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;

/// Who writes to whom, and where that is filed.
///
/// @param reply whether the message answers in an existing conversation
public record Envelope(
    TenantId tenant,
    IdentityId identity,
    Handle handle,
    Sender sender,
    EmailAddress recipient,
    MessageId message,
    ConversationId conversation,
    boolean reply) {
  Envelope from(Sender newSender) {
    return new Envelope(
        tenant, identity, handle, newSender, recipient, message, conversation, reply);
  }
}
