package dev.posthouse.relay;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
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
    if (before.isEmpty() || onItsWay(before.get())) {
      conversations.file(after);
    }
    boolean justSent =
        after.status() == JobStatus.SENT
            && before.map(job -> job.status() != JobStatus.SENT).orElse(true);
    String sesMessageId = after.progress().sesMessageId();
    if (justSent && sesMessageId != null) {
      conversations.sent(after, messageIds.header(sesMessageId), snippet(after));
    }
  }

  private static boolean onItsWay(OutboundJob job) {
    int attempts = job.progress().attempts();
    return (job.status() == JobStatus.QUEUED && attempts == 0)
        || (job.status() == JobStatus.SENDING && attempts == 1);
  }

  private String snippet(OutboundJob job) {
    return switch (job.payload()) {
      case Payload.Inline(Content content) -> content.snippet();
      case Payload.Stored(String key, String subject) ->
          contents.get(key).map(Content::snippet).orElse("");
    };
  }
}
