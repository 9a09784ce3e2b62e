package dev.posthouse.lambda;

import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What a function is given by the place it runs in: settings, time, randomness, AWS clients, a
/// log.
///
/// A function asks for nothing else and holds no statics of its own, so the same class runs on
/// Lambda, in the local run and in a test.
public interface Platform {
  /// The environment variables; [Settings] reads them.
  Map<String, String> settings();

  /// The time, real on Lambda and virtual in the local run.
  InstantSource clock();

  /// Randomness fit for secrets.
  RandomGenerator random();

  /// The client of that type: on Lambda the one `make` builds, in the local run the local one.
  ///
  /// Built at most once per type and platform.
  <C> C client(Class<C> type, Supplier<C> make);

  /// Where the function writes its structured lines.
  Log log();

  /// The platform of a function on AWS Lambda.
  static Platform lambda() {
    return new LambdaPlatform(System.getenv(), InstantSource.system(), System.out);
  }
}
