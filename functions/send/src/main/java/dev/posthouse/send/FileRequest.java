package dev.posthouse.send;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.lambda.Problem;
import dev.posthouse.mail.Attachment;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file in a request: new, as base64 in `content`, or by `attachmentId` one that came before.
record FileRequest(
    @Nullable String filename,
    @Nullable String contentType,
    @Nullable String content,
    @Nullable String attachmentId) {
  private static final String ANY_TYPE = "application/octet-stream";

  /// The list with every file checked; null and empty are the same.
  static @Nullable List<FileRequest> checked(@Nullable List<FileRequest> files) {
    if (files == null || files.isEmpty()) {
      return null;
    }
    if (files.size() > AttachmentRef.PER_MESSAGE_MAX) {
      throw Problem.invalidField(
              "attachments", "has at most " + AttachmentRef.PER_MESSAGE_MAX + " files")
          .asException();
    }
    for (int i = 0; i < files.size(); i++) {
      files.get(i).check("attachments[" + i + "]");
    }
    return List.copyOf(files);
  }

  private void check(String field) {
    if (attachmentId != null) {
      if (filename != null || contentType != null || content != null) {
        throw Problem.invalidField(field, "has attachmentId alone, or filename and content")
            .asException();
      }
      if (AttachmentRef.messageOf(attachmentId).isEmpty()) {
        throw Problem.invalidField(field + ".attachmentId", "is no id of an attachment")
            .asException();
      }
      return;
    }
    if (filename == null) {
      throw Problem.missingField(field + ".filename").asException();
    }
    if (content == null) {
      throw Problem.missingField(field + ".content").asException();
    }
    attachment(field);
  }

  /// Whether it is given here, and not by the id of another.
  @JsonIgnore
  boolean isNew() {
    return attachmentId == null;
  }

  /// The file of a message, given here.
  @JsonIgnore
  AttachmentRef as(String id) {
    Attachment file = attachment("attachments");
    return new AttachmentRef(id, file.filename(), file.contentType(), file.sizeBytes(), null);
  }

  @JsonIgnore
  byte[] bytes() {
    return Base64.getMimeDecoder().decode(String.valueOf(content));
  }

  private Attachment attachment(String field) {
    try {
      return new Attachment(String.valueOf(filename), type(), bytes());
    } catch (IllegalArgumentException e) {
      throw Problem.invalidField(
              field, "is a file name, a content type such as text/plain, and base64 content")
          .asException();
    }
  }

  private String type() {
    return contentType == null ? ANY_TYPE : contentType;
  }
}
