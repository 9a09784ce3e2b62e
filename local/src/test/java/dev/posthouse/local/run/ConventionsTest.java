package dev.posthouse.local.run;

import dev.posthouse.testing.Conventions;
import java.util.Set;

class ConventionsTest implements Conventions {
  /// Whoever makes the platform of a whole system.
  @Override
  public Set<String> worldly() {
    return Set.of("BenchSystem", "LocalRun");
  }
}
