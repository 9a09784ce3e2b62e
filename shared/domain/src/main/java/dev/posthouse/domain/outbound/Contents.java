package dev.posthouse.domain.outbound;

import java.util.Optional;

/// Where content too big for a job is kept, for as long as its message is.
public interface Contents {
  /// Keeps the content under the key; keeping it again under the same key replaces it.
  void put(String key, Content content);

  /// The content under the key.
  Optional<Content> get(String key);

  /// Forgets the content under the key, if there is any.
  void delete(String key);
}
