package dev.posthouse.domain.outbound;

import org.jspecify.annotations.Nullable;

/// What became of one recipient of a send.
public sealed interface SendResult {
  /// Taken, now or by an earlier, identical request.
  record Accepted(String to, OutboundJob job, boolean replayed) implements SendResult {}

  /// Not taken.
  ///
  /// @param route which way it would have gone; null if it is no address
  record Refused(String to, @Nullable Route route, Refusal refusal) implements SendResult {}

  /// Not taken, and not for a reason of its own: too many others at once.
  ///
  /// @param route which way it would have gone
  record Contended(String to, @Nullable Route route) implements SendResult {}

  /// The recipient as the client wrote it.
  String to();
}
