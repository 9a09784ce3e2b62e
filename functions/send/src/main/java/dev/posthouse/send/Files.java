package dev.posthouse.send;

import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The files of one message on their way into it: first what is known of them, then their bytes.
final class Files {
  private final Attachments attachments;
  private final List<Part> parts;

  private Files(Attachments attachments, List<Part> parts) {
    this.attachments = attachments;
    this.parts = parts;
  }

  /// @throws dev.posthouse.lambda.ProblemException 400 if one named by its id is not a file of the
  ///   sender's
  static Files of(
      @Nullable List<FileRequest> requests,
      Roster sender,
      MessageId message,
      Messages messages,
      Attachments attachments) {
    var parts = new ArrayList<Part>();
    for (FileRequest request : Objects.requireNonNullElse(requests, List.<FileRequest>of())) {
      int number = parts.size();
      parts.add(
          request.isNew()
              ? new Part(request.as(AttachmentRef.idOf(message, number)), request)
              : new Part(known(request, sender, messages, number).in(message, number), request));
    }
    return new Files(attachments, parts);
  }

  private static AttachmentRef known(
      FileRequest request, Roster sender, Messages messages, int number) {
    String id = String.valueOf(request.attachmentId());
    return AttachmentRef.messageOf(id)
        .flatMap(of -> messages.find(sender.identity(), of))
        .map(Message::attachments)
        .flatMap(files -> files.stream().filter(file -> file.id().equals(id)).findFirst())
        .orElseThrow(() -> gone(number));
  }

  private static RuntimeException gone(int number) {
    return Problem.invalidField(
            "attachments[" + number + "].attachmentId", "is no file of a message of this mailbox")
        .asException();
  }

  List<AttachmentRef> refs() {
    return parts.stream().map(Part::ref).toList();
  }

  /// Puts the bytes where the message will look for them.
  void keep() {
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.request().isNew()) {
        attachments.put(part.ref(), part.request().bytes());
      } else if (!attachments.copy(String.valueOf(part.request().attachmentId()), part.ref())) {
        throw gone(i);
      }
    }
  }

  /// Forgets the bytes again: an earlier request had put the message under another id.
  void drop() {
    attachments.delete(refs().stream().map(AttachmentRef::id).toList());
  }

  private record Part(AttachmentRef ref, FileRequest request) {}
}
