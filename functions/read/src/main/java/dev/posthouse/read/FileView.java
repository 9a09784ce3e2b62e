package dev.posthouse.read;

import dev.posthouse.domain.outbound.AttachmentRef;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A file of a message as the API shows it.
///
/// @param contentId what HTML refers to it by
/// @param downloadUrl where anybody may fetch it for some minutes; only beside the content
record FileView(
    String id,
    String filename,
    String contentType,
    long sizeBytes,
    @Nullable String contentId,
    @Nullable URI downloadUrl) {
  static FileView of(AttachmentRef file) {
    return of(file, _ -> null);
  }

  static FileView of(AttachmentRef file, Function<AttachmentRef, @Nullable URI> link) {
    return new FileView(
        file.id(),
        file.filename(),
        file.contentType(),
        file.sizeBytes(),
        file.contentId(),
        link.apply(file));
  }
}
