package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// All mail between one identity and one correspondent.
///
/// @param correspondent the other side
/// @param subject of the first message
/// @param references `Message-ID`s of its messages, oldest first, without angle brackets; the
///   newest [#REFERENCES_MAX] and the first
/// @param lastEventAt when something last happened in it
public record Conversation(
    ConversationId id,
    TenantId tenant,
    IdentityId identity,
    EmailAddress correspondent,
    String subject,
    String snippet,
    int messageCount,
    List<String> labels,
    List<String> references,
    Instant createdAt,
    Instant lastEventAt) {
  /// How many `Message-ID`s are kept: enough for any client to find the thread, and a header that
  /// stays well below a server's limit.
  public static final int REFERENCES_MAX = 20;

  public Conversation {
    labels = List.copyOf(labels);
    references = List.copyOf(references);
  }

  /// The references with one more at the end: the first and the newest are kept.
  public static List<String> plusReference(List<String> references, String messageId) {
    var next = new ArrayList<>(references);
    next.add(messageId);
    while (next.size() > REFERENCES_MAX) {
      next.remove(1);
    }
    return List.copyOf(next);
  }
}
