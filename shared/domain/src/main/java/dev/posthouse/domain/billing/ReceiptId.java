package dev.posthouse.domain.billing;

import dev.posthouse.domain.Id;

/// Names a receipt. Ids of later receipts sort later, to the millisecond.
public record ReceiptId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "rcp_";

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public ReceiptId {
    Id.checked(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
