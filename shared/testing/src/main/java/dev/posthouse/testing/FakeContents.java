package dev.posthouse.testing;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import java.util.Optional;

/// The [Contents] in memory.
public final class FakeContents implements Contents {
  private final FakeStore store;

  public FakeContents(FakeStore store) {
    this.store = store;
  }

  @Override
  public void put(String key, Content content) {
    synchronized (store) {
      store.contents.put(key, content);
    }
  }

  @Override
  public Optional<Content> get(String key) {
    synchronized (store) {
      return Optional.ofNullable(store.contents.get(key));
    }
  }

  @Override
  public void delete(String key) {
    synchronized (store) {
      store.contents.remove(key);
    }
  }
}
