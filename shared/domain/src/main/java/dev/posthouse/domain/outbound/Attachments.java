package dev.posthouse.domain.outbound;

import java.net.URI;
import java.util.Collection;
import java.util.Optional;

/// Where the bytes of attachments are.
public interface Attachments {
  /// Keeps the bytes; keeping them again under the same id replaces them.
  void put(AttachmentRef attachment, byte[] bytes);

  /// The bytes; empty if there are none under that id.
  Optional<byte[]> get(String id);

  /// Keeps the bytes of one attachment under another's id too. False if there are none.
  boolean copy(String fromId, AttachmentRef to);

  /// Where a browser may fetch the file for some minutes, without a key.
  URI link(AttachmentRef attachment);

  /// Forgets the bytes.
  void delete(Collection<String> ids);
}
