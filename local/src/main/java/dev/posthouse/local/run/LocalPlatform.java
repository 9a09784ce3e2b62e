package dev.posthouse.local.run;

import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What the local run gives to a function.
public record LocalPlatform(
    Map<String, String> settings,
    InstantSource clock,
    RandomGenerator random,
    Log log,
    Map<Class<?>, Object> clients)
    implements Platform {
  /// The local client of that type. A client that is not here would call AWS, so there is none.
  ///
  /// @throws IllegalStateException if the local run has no such client
  @Override
  public <C> C client(Class<C> type, Supplier<C> make) {
    Object client = clients.get(type);
    if (client == null) {
      throw new IllegalStateException("the local run has no " + type.getName());
    }
    return type.cast(client);
  }
}
