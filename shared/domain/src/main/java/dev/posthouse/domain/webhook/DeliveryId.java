package dev.posthouse.domain.webhook;

import dev.posthouse.domain.Id;
import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names an attempt: the run it was made in, 30 digits that begin with the time, and its number in
/// that, 2 digits. Later ones sort later.
public record DeliveryId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "dlv_";

  /// Most attempts of one run.
  public static final int NUMBER_MAX = 255;

  private static final int RUN_LENGTH = PREFIX.length() + 30;

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public DeliveryId {
    Id.checked(PREFIX, value);
    if (value.length() != RUN_LENGTH + 2) {
      throw new IllegalArgumentException("not the id of a delivery");
    }
  }

  /// Whether it could be one.
  public static boolean hasShape(String text) {
    return text.length() == RUN_LENGTH + 2 && text.matches(PREFIX + "[0-9a-f]{32}");
  }

  /// The first id of a new run.
  public static DeliveryId first(Instant now, RandomGenerator random) {
    HexFormat hex = HexFormat.of();
    String time = hex.toHexDigits(now.toEpochMilli(), 12);
    return new DeliveryId(
        PREFIX
            + time
            + hex.toHexDigits(random.nextLong(), 14)
            + hex.toHexDigits(random.nextInt(), 4)
            + "00");
  }

  /// The id with that number in the same run.
  ///
  /// @param number from 0 to [#NUMBER_MAX]
  public DeliveryId numbered(int number) {
    return new DeliveryId(run() + HexFormat.of().toHexDigits(number, 2));
  }

  /// The run it belongs to.
  public String run() {
    return value.substring(0, RUN_LENGTH);
  }

  @Override
  public String toString() {
    return value;
  }
}
