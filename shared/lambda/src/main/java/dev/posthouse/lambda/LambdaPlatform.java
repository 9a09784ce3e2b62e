package dev.posthouse.lambda;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Lambda's own: the process environment, the system clock, one client per type.
final class LambdaPlatform implements Platform {
  private final Map<String, String> settings;
  private final InstantSource clock;
  // SecureRandom seeds itself when first asked, after a snapshot has been restored.
  private final SecureRandom random = new SecureRandom();
  private final Log log;
  private final Map<Class<?>, Object> clients = new ConcurrentHashMap<>();

  LambdaPlatform(Map<String, String> settings, InstantSource clock, PrintStream out) {
    this.settings = Map.copyOf(settings);
    this.clock = clock;
    this.log = new Log(out, clock).addressesInClear("clear".equals(settings.get("LOG_ADDRESSES")));
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public <C> C client(Class<C> type, Supplier<C> make) {
    return type.cast(clients.computeIfAbsent(type, _ -> make.get()));
  }

  @Override
  public Log log() {
    return log;
  }
}
