package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/// Who writes to whom, and where that is filed.
///
/// @param reply whether the message answers in an existing conversation
/// @param route which way it was to go when it was accepted
/// @param group the other jobs of the same message; null if it has one recipient
public record Envelope(
    TenantId tenant,
    IdentityId identity,
    Handle handle,
    Sender sender,
    EmailAddress recipient,
    MessageId message,
    ConversationId conversation,
    boolean reply,
    Route route,
    @Nullable CopyGroup group) {
  /// A message of its own to a recipient outside.
  public Envelope(
      TenantId tenant,
      IdentityId identity,
      Handle handle,
      Sender sender,
      EmailAddress recipient,
      MessageId message,
      ConversationId conversation,
      boolean reply) {
    this(
        tenant,
        identity,
        handle,
        sender,
        recipient,
        message,
        conversation,
        reply,
        Route.EXTERNAL,
        null);
  }

  Envelope from(Sender newSender) {
    return new Envelope(
        tenant, identity, handle, newSender, recipient, message, conversation, reply, route, group);
  }
}
