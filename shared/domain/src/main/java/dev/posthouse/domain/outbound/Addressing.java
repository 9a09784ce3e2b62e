package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import java.util.List;

/// The addresses a message shows in its header, where they are not just its one recipient.
///
/// @param to the `To` header; empty: the recipient alone
/// @param cc the `Cc` header
/// @param replyTo the `Reply-To` header; empty: answers go to `From`
public record Addressing(List<EmailAddress> to, List<EmailAddress> cc, List<EmailAddress> replyTo) {
  /// A letter to its recipient alone.
  public static final Addressing PLAIN = new Addressing(List.of(), List.of(), List.of());

  public Addressing {
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    replyTo = List.copyOf(replyTo);
  }
}
