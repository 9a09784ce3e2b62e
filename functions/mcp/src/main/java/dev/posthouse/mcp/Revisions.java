package dev.posthouse.mcp;

import java.util.List;
import java.util.stream.Stream;

/// The revisions of the protocol that are spoken here. 2025-03-26 is left out: it obliges a server
/// to take batches.
final class Revisions {
  /// Without a handshake: each request says all that is needed to answer it.
  static final String MODERN = "2026-07-28";

  /// With a handshake, which nothing here depends on; the newest first.
  static final List<String> LEGACY = List.of("2025-11-25", "2025-06-18");

  /// The newest first.
  static final List<String> ALL = Stream.concat(Stream.of(MODERN), LEGACY.stream()).toList();

  private Revisions() {}
}
