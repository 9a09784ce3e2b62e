package dev.posthouse.domain.outbound;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message says.
///
/// @param text plain body; at least one of the bodies is there
/// @param html HTML body
/// @param inReplyTo `Message-ID` this one answers, without angle brackets
/// @param references `Message-ID`s of the thread, oldest first, without angle brackets
/// @param addressing whom the header names
/// @param attachments the files that travel with it
public record Content(
    String subject,
    @Nullable String text,
    @Nullable String html,
    @Nullable String inReplyTo,
    List<String> references,
    Addressing addressing,
    List<AttachmentRef> attachments) {
  /// Longest subject in characters: a line of RFC 5322 §2.1.1.
  public static final int SUBJECT_MAX = 998;

  /// Most octets of text and HTML together, in UTF-8.
  public static final int BODY_BYTES_MAX = 1 << 20;

  private static final int SNIPPET_MAX = 120;

  public Content {
    references = List.copyOf(references);
    attachments = List.copyOf(attachments);
    if (text == null && html == null) {
      throw new IllegalArgumentException("a message has a text, an html body, or both");
    }
  }

  /// A letter to one recipient, without files.
  public Content(
      String subject,
      @Nullable String text,
      @Nullable String html,
      @Nullable String inReplyTo,
      List<String> references) {
    this(subject, text, html, inReplyTo, references, Addressing.PLAIN, List.of());
  }

  /// The beginning of the body on one line, for lists.
  public String snippet() {
    String body = text != null ? text : String.valueOf(html).replaceAll("<[^>]*>", " ");
    String line = body.strip().replaceAll("\\s+", " ");
    return line.length() <= SNIPPET_MAX ? line : line.substring(0, SNIPPET_MAX - 1) + "…";
  }
}
