package dev.posthouse.testing;

import java.nio.file.Path;

/// The domain cannot see this module, so its conventions are checked from here.
final class DomainConventionsTest implements Conventions {
  @Override
  public Path module() {
    return Path.of("").toAbsolutePath().resolveSibling("domain");
  }
}
