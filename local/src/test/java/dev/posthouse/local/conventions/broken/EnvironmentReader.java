package dev.posthouse.local.conventions.broken;

import org.jspecify.annotations.Nullable;

/// Reads the environment.
public final class EnvironmentReader {
  @Nullable String table() {
    return System.getenv("TABLE_NAME");
  }
}
