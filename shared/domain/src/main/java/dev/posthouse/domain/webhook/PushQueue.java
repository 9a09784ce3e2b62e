package dev.posthouse.domain.webhook;

import java.time.Duration;
import java.util.List;

/// Where what is to be done for webhooks waits. It may come more than once, and in any order.
public interface PushQueue {
  /// Longest delay.
  Duration DELAY_MAX = Duration.ofMinutes(15);

  /// Adds messages.
  ///
  /// @param delay after which they come, at most [#DELAY_MAX]
  /// @return those that were not taken
  List<PushMessage> send(List<? extends PushMessage> messages, Duration delay);
}
