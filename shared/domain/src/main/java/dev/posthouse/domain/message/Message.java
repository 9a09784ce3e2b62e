package dev.posthouse.domain.message;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One message as its identity has it, written or received.
///
/// @param job the job that sends it, or the first of them; null for what was received
/// @param internetMessageId `Message-ID` without angle brackets, as far as it is known
/// @param read whether its owner has marked it as read; what it wrote itself is
/// @param verdicts what SES found on the way in, such as `spf=pass`; empty for what was not checked
public record Message(
    MessageId id,
    TenantId tenant,
    IdentityId identity,
    ConversationId conversation,
    Direction direction,
    MessageKind kind,
    Parties parties,
    String subject,
    String snippet,
    Instant at,
    @Nullable JobId job,
    @Nullable String internetMessageId,
    boolean read,
    Map<String, String> verdicts,
    List<AttachmentRef> attachments,
    Payload payload) {
  public Message {
    verdicts = Map.copyOf(verdicts);
    attachments = List.copyOf(attachments);
  }

  /// Who a message is from and whom it names, as its header has them.
  ///
  /// @param from an address, or what stood in its place
  /// @param replyTo where answers go, if elsewhere
  public record Parties(
      String from,
      @Nullable String fromName,
      @Nullable String replyTo,
      List<String> to,
      List<String> cc) {
    public Parties {
      to = List.copyOf(to);
      cc = List.copyOf(cc);
    }
  }
}
