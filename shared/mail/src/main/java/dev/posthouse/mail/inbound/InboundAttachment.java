package dev.posthouse.mail.inbound;

import java.util.Optional;

/// A part of a received message that is not its body: a file, a picture in the text, an attached
/// message, a signature. Nothing in it is opened, and nothing says that it is what its type says.
public final class InboundAttachment {
  private final int index;
  private final String filename;
  private final String contentType;
  private final boolean inline;
  private final Optional<String> contentId;
  private final byte[] content;

  InboundAttachment(int index, Part part, boolean inline) {
    this.index = index;
    this.contentType = part.type();
    this.filename = Filenames.safe(part.header().filename(), contentType, index);
    this.inline = inline;
    this.contentId = part.header().fields().first("content-id").flatMap(MessageIdReader::first);
    this.content = part.content();
  }

  /// Its number in the message, from 0: the same one each time the message is read.
  public int index() {
    return index;
  }

  /// A name to save it under: no path, nothing that misleads, at most
  /// [InboundLimits#FILENAME_BYTES_MAX] octets. Two attachments may have the same one.
  public String filename() {
    return filename;
  }

  /// The media type that the sender says it is, in lower case, without parameters.
  public String contentType() {
    return contentType;
  }

  /// Whether it is shown within the text.
  public boolean inline() {
    return inline;
  }

  /// What the HTML calls it by in `cid:…`, without angle brackets.
  public Optional<String> contentId() {
    return contentId;
  }

  /// Size of the content.
  public int sizeBytes() {
    return content.length;
  }

  /// The content, a copy.
  public byte[] content() {
    return content.clone();
  }
}
