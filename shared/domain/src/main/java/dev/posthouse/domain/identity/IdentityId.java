package dev.posthouse.domain.identity;

import dev.posthouse.domain.Id;

/// Names an identity, whatever its handle.
public record IdentityId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "idn_";

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public IdentityId {
    Id.checked(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
