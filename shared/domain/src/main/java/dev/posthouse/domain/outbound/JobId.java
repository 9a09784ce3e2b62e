package dev.posthouse.domain.outbound;

import dev.posthouse.domain.Id;

/// Names an outbound job.
public record JobId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "job_";

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public JobId {
    Id.checked(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
