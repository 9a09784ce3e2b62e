package dev.posthouse.domain.pool;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.JobIds;

/// Names a mailbox of a pool, whatever its address.
public record MailboxId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "mbx_";

  private static final int HEX_LENGTH = 20;

  /// Checks the shape.
  ///
  /// @throws IllegalArgumentException if the value is not an id of this kind
  public MailboxId {
    Id.checked(PREFIX, value);
  }

  /// The id of a place in a pool. It follows from the place, which is never given to another
  /// mailbox.
  public static MailboxId of(IdentityId identity, int ordinal) {
    String name = identity.value() + "\0" + ordinal;
    return new MailboxId(PREFIX + JobIds.sha256(name).substring(0, HEX_LENGTH));
  }

  @Override
  public String toString() {
    return value;
  }
}
