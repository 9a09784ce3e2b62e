package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Mailbox;

/// The decision on one message to one recipient.
public sealed interface Verdict {
  /// Take it and send it from that mailbox.
  record Admit(Mailbox mailbox, SendClass sendClass, Affinity affinity) implements Verdict {}

  /// Do not take it.
  record Refuse(Refusal refusal) implements Verdict {}
}
