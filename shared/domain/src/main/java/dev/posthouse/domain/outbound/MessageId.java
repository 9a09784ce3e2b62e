package dev.posthouse.domain.outbound;

import dev.posthouse.domain.Id;

/// Names a message of ours; not the `Message-ID` of RFC 5322.
public record MessageId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "msg_";

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public MessageId {
    Id.checked(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
