package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Attachments;
import java.net.URI;
import java.util.Collection;
import java.util.Optional;

/// For messages without files.
final class NoAttachments implements Attachments {
  @Override
  public void put(AttachmentRef attachment, byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<byte[]> get(String id) {
    return Optional.empty();
  }

  @Override
  public boolean copy(String fromId, AttachmentRef to) {
    return false;
  }

  @Override
  public URI link(AttachmentRef attachment) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete(Collection<String> ids) {
    throw new UnsupportedOperationException();
  }
}
