package dev.posthouse.mail.inbound;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A message or a part of one.
final class Part {
  private final PartHeader header;
  private final List<Part> children = new ArrayList<>();
  private byte[] content = new byte[0];

  Part(PartHeader header) {
    this.header = header;
  }

  PartHeader header() {
    return header;
  }

  /// The parts of a multipart, in order.
  List<Part> children() {
    return children;
  }

  /// The decoded content; of a multipart what stands before its first part.
  byte[] content() {
    return content;
  }

  void content(byte[] bytes) {
    content = bytes;
  }

  String type() {
    return header.getMimeType();
  }

  /// Whether this has parts. What claims to have some and has none is read as text.
  boolean isMultipart() {
    return !children.isEmpty();
  }

  /// This and everything in it, in the order in which it stands in the message.
  Stream<Part> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Part::all));
  }

  /// The content as text.
  String text() {
    return CleanText.body(MailCharsets.decode(content, header.getCharset()));
  }
}
