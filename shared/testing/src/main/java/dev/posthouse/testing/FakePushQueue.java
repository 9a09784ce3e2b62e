package dev.posthouse.testing;

import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.domain.webhook.PushQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The [PushQueue] in memory, which may refuse messages.
public final class FakePushQueue implements PushQueue {
  private final List<PushMessage> sent = new ArrayList<>();
  private Predicate<PushMessage> refused = _ -> false;

  /// From now on it does not take these.
  public void refuse(Predicate<PushMessage> messages) {
    refused = messages;
  }

  /// What it took.
  public List<PushMessage> sent() {
    return List.copyOf(sent);
  }

  @Override
  public List<PushMessage> send(List<? extends PushMessage> messages, Duration delay) {
    var left = new ArrayList<PushMessage>();
    messages.forEach(message -> (refused.test(message) ? left : sent).add(message));
    return left;
  }
}
