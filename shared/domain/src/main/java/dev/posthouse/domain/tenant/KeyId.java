package dev.posthouse.domain.tenant;

import dev.posthouse.domain.Id;

/// Names an API key; says nothing of its secret.
public record KeyId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "key_";

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public KeyId {
    Id.checked(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
