package dev.posthouse.mcp;

import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import dev.posthouse.testing.Fixtures;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A platform with nothing behind it, whose clock stands still.
final class QuietPlatform implements Platform {
  private final RandomGenerator random = new Random(1);

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(Fixtures.NOW);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public <C> C client(Class<C> type, Supplier<C> make) {
    throw new IllegalStateException("everything is wired already");
  }

  @Override
  public Log log() {
    return new Log(new PrintStream(PrintStream.nullOutputStream()), clock());
  }
}
