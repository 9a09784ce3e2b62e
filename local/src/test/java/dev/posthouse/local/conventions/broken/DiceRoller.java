package dev.posthouse.local.conventions.broken;

import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Draws randomness in every way there is.
public final class DiceRoller {
  private final Supplier<UUID> ids = UUID::randomUUID;

  String id() {
    return ids.get().toString();
  }

  List<RandomGenerator> dice() {
    return List.of(
        new Random(),
        new SecureRandom(),
        ThreadLocalRandom.current(),
        RandomGenerator.getDefault());
  }

  double chance() {
    return Math.random();
  }
}
