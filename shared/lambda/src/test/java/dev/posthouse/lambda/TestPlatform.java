package dev.posthouse.lambda;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A platform whose clock stands still and whose log can be read.
final class TestPlatform implements Platform {
  static final Instant NOW = Instant.parse("2026-01-31T09:30:00.125Z");

  private final Map<String, String> settings;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final RandomGenerator random = new Random(1);
  private final Log log =
      new Log(new PrintStream(logged, false, StandardCharsets.UTF_8), InstantSource.fixed(NOW));

  TestPlatform(Map<String, String> settings) {
    this.settings = settings;
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(NOW);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public <C> C client(Class<C> type, Supplier<C> make) {
    return make.get();
  }

  @Override
  public Log log() {
    return log;
  }

  String logged() {
    return logged.toString(StandardCharsets.UTF_8);
  }
}
