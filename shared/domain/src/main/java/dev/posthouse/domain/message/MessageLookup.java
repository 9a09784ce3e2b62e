package dev.posthouse.domain.message;

import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/// Finds a message by its id alone: messages lie with their identities, and an id does not tell
/// which one.
public final class MessageLookup {
  private static final int PAGE = 100;

  private final Identities identities;
  private final Messages messages;

  public MessageLookup(Identities identities, Messages messages) {
    this.identities = identities;
    this.messages = messages;
  }

  /// The message, if it is one of that tenant: one read where the identity is known, else one for
  /// each hundred identities.
  ///
  /// @param only the identity it must be in, where the caller has just one
  public Optional<Message> find(TenantId tenant, Optional<IdentityId> only, MessageId id) {
    if (only.isPresent()) {
      return messages.find(only.get(), id).filter(message -> message.tenant().equals(tenant));
    }
    Optional<IdentityId> after = Optional.empty();
    do {
      List<IdentityId> page =
          identities.list(tenant, after, PAGE).stream().map(Identity::id).toList();
      Optional<Message> found = messages.findIn(page, id);
      if (found.isPresent()) {
        return found;
      }
      after = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast());
    } while (after.isPresent());
    return Optional.empty();
  }
}
