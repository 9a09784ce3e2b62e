package dev.posthouse.local.conventions.broken;

import java.util.logging.Logger;

/// Logs past the log.
public final class LoggerOwner {
  void log() {
    Logger.getLogger("owner").info("hello");
  }
}
