package dev.posthouse.local.aws;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Ids from the run's own randomness. Thread-safe, whatever the generator is.
final class Ids {
  private final RandomGenerator random;

  Ids(RandomGenerator random) {
    this.random = random;
  }

  /// A random UUID, version 4.
  synchronized String uuid() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /// A message id in the form of SES's in us-east-1: it begins with the time.
  String messageId(Instant at) {
    return "0100%012x-%s-000000".formatted(at.toEpochMilli(), uuid());
  }

  /// From 1 to the bound.
  synchronized int upTo(int bound) {
    return random.nextInt(1, bound + 1);
  }
}
