package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.IdentityId;

/// Names a conversation: one identity and one correspondent.
public record ConversationId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "conv_";

  private static final int HEX_LENGTH = 20;

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public ConversationId {
    Id.checked(PREFIX, value);
  }

  /// The conversation of these two. It follows from them, so two first messages at once open the
  /// same one.
  public static ConversationId between(IdentityId identity, EmailAddress correspondent) {
    String name = identity.value() + "\0" + correspondent.canonical();
    return new ConversationId(PREFIX + JobIds.sha256(name).substring(0, HEX_LENGTH));
  }

  @Override
  public String toString() {
    return value;
  }
}
