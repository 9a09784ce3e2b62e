package dev.posthouse.relay;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import java.util.List;
import java.util.Optional;

/// Files a job's message and keeps its conversation up to date, from what the job became.
final class RelayJob {
  private final Conversations conversations;
  private final Contents contents;
  private final SesMessageIds messageIds;

  RelayJob(Conversations conversations, Contents contents, SesMessageIds messageIds) {
    this.conversations = conversations;
    this.contents = contents;
    this.messageIds = messageIds;
  }

  /// Tells the lists of a new version of a job. Telling them again changes nothing.
  ///
  /// A job on its quick way out is filed once, when that is over: most jobs are written to the list
  /// one time only, and what becomes of them later is read from the job.
  void relay(Optional<OutboundJob> before, OutboundJob after) {
    if (onItsWay(after)) {
      return;
    }
    Optional<String> messageId = messageIds.header(after);
    boolean leaves = before.isEmpty() || onItsWay(before.get());
    boolean justSent =
        after.status() == JobStatus.SENT
            && before.map(job -> job.status() != JobStatus.SENT).orElse(true);
    if (!leaves && !justSent) {
      return;
    }
    Content content = content(after);
    if (leaves) {
      conversations.file(after, content, messageId);
    }
    if (justSent && messageId.isPresent()) {
      conversations.sent(after, messageId.get(), content.snippet());
    }
  }

  private static boolean onItsWay(OutboundJob job) {
    int attempts = job.progress().attempts();
    return (job.status() == JobStatus.QUEUED && attempts == 0)
        || (job.status() == JobStatus.SENDING && attempts == 1);
  }

  private Content content(OutboundJob job) {
    return switch (job.payload()) {
      case Payload.Inline(Content content) -> content;
      case Payload.Stored(String key, String subject) ->
          contents.get(key).orElseGet(() -> new Content(subject, "", null, null, List.of()));
    };
  }
}
