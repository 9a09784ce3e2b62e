package dev.posthouse.accounts;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import java.util.Optional;

/// The platform's own mail is short: what would need more than an item of the table is a mistake.
final class NoBigContents implements Contents {
  @Override
  public void put(String key, Content content) {
    throw new IllegalArgumentException("mail of the platform is at most 8 KB");
  }

  @Override
  public Optional<Content> get(String key) {
    return Optional.empty();
  }

  @Override
  public void delete(String key) {
    // Nothing is ever there.
  }
}
