package dev.posthouse.read;

import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.CopyGroup;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Deletes a message with its content and its files.
final class DeleteMessage {
  private final Messages messages;
  private final Contents contents;
  private final Attachments attachments;
  private final Jobs jobs;

  DeleteMessage(Messages messages, Contents contents, Attachments attachments, Jobs jobs) {
    this.messages = messages;
    this.contents = contents;
    this.attachments = attachments;
    this.jobs = jobs;
  }

  /// Deletes the message, unless one of its jobs has still to send it. The message itself goes
  /// last: where a request ends half-way, its repetition finds the rest.
  ///
  /// @return the job that has still to send it; empty: the message is gone
  Optional<OutboundJob> delete(Message message) {
    Optional<OutboundJob> sender =
        Optional.ofNullable(message.job()).flatMap(jobs::find).flatMap(this::open);
    if (sender.isPresent()) {
      return sender;
    }
    attachments.delete(message.attachments().stream().map(AttachmentRef::id).toList());
    if (message.payload() instanceof Payload.Stored(String key, String _)) {
      contents.delete(key);
    }
    messages.delete(message.identity(), message.id());
    return Optional.empty();
  }

  private Optional<OutboundJob> open(OutboundJob job) {
    CopyGroup group = job.envelope().group();
    Collection<OutboundJob> all = List.of(job);
    if (group != null) {
      List<JobId> others = group.ids().stream().filter(id -> !id.equals(job.id())).toList();
      all = jobs.findAll(others).values();
    }
    return job.status().ended()
        ? all.stream().filter(other -> !other.status().ended()).findFirst()
        : Optional.of(job);
  }
}
