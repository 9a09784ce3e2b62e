package dev.posthouse.domain.outbound;

/// What became of one recipient of a send.
public sealed interface SendResult {
  /// Taken, now or by an earlier, identical request.
  record Accepted(String to, OutboundJob job, boolean replayed) implements SendResult {}

  /// Not taken.
  record Refused(String to, Refusal refusal) implements SendResult {}

  /// Not taken, and not for a reason of its own: too many others at once.
  record Contended(String to) implements SendResult {}

  /// The recipient as the client wrote it.
  String to();
}
