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
/// @param thread its messages, oldest first; the newest [#THREAD_MAX]
/// @param archived whether its owner has put it away
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
    List<MessageId> thread,
    boolean archived,
    Instant createdAt,
    Instant lastEventAt) {
  /// How many `Message-ID`s are kept: enough for any client to find the thread, and a header that
  /// stays well below a server's limit.
  public static final int REFERENCES_MAX = 20;

  /// How many messages are kept in order: more than anybody reads at once, and few enough for one
  /// item. Older ones are found in the list of the identity's messages.
  public static final int THREAD_MAX = 200;

  public Conversation {
    labels = List.copyOf(labels);
    references = List.copyOf(references);
    thread = List.copyOf(thread);
  }

  /// The thread with one more message at the end.
  public static List<MessageId> plusMessage(List<MessageId> thread, MessageId message) {
    var next = new ArrayList<>(thread);
    next.add(message);
    return List.copyOf(next.subList(Math.max(0, next.size() - THREAD_MAX), next.size()));
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
