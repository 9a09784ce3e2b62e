package dev.posthouse.testbed;

import dev.posthouse.testing.Conventions;
import java.util.Set;

class ConventionsTest implements Conventions {
  /// The one platform whose name does not say so; its randomness is seeded.
  @Override
  public Set<String> worldly() {
    return Set.of("Deployment");
  }
}
