package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.testing.Watched;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Recipients whose reads can be slow, or something else can happen right after them.
final class WatchedRecipients {
  private final Recipients port;
  private final Deque<Runnable> afterwards = new ArrayDeque<>();
  private int reads;

  WatchedRecipients(Recipients target) {
    port = Watched.after(Recipients.class, target, "find", this::afterRead);
  }

  Recipients port() {
    return port;
  }

  /// What happens after the next reads, one each: what was read does not know of it.
  synchronized void after(Runnable... events) {
    afterwards.addAll(List.of(events));
  }

  synchronized int reads() {
    return reads;
  }

  private synchronized void afterRead() {
    reads++;
    if (!afterwards.isEmpty()) {
      afterwards.removeFirst().run();
    }
  }
}
