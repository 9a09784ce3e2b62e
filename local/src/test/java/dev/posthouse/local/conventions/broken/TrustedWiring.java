package dev.posthouse.local.conventions.broken;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Breaks nothing: this is the place to touch the world.
public final class TrustedWiring {
  InstantSource clock() {
    System.out.println("wired");
    return InstantSource.system();
  }

  Supplier<RandomGenerator> random() {
    return SecureRandom::new;
  }

  /// Belongs to its wiring.
  static final class Settings {
    Map<String, String> all() {
      return System.getenv();
    }
  }
}
