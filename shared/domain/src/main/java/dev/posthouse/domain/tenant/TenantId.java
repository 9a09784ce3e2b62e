package dev.posthouse.domain.tenant;

import dev.posthouse.domain.Id;

/// Names a tenant.
public record TenantId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "tnt_";

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public TenantId {
    Id.checked(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
