package dev.posthouse.mail;

import java.util.Locale;
import java.util.regex.Pattern;

/// A file that travels with a message.
public final class Attachment {
  /// Longest file name, in characters.
  public static final int FILENAME_MAX = 255;

  private static final int TYPE_MAX = 127;

  // type "/" subtype of RFC 6838 §4.2, without parameters.
  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*");

  private final String filename;
  private final String contentType;
  private final byte[] content;

  /// @param contentType such as `application/pdf`; without parameters. Not `multipart/…` and not
  ///   `message/…`, which must not be encoded (RFC 2046 §5)
  /// @throws IllegalArgumentException if the name or the type is not one
  public Attachment(String filename, String contentType, byte[] content) {
    this.filename = HeaderText.checked("attachment filename", filename, FILENAME_MAX).strip();
    if (this.filename.isEmpty()) {
      throw new IllegalArgumentException("attachment filename is blank");
    }
    this.contentType = contentType.toLowerCase(Locale.ROOT);
    if (contentType.length() > TYPE_MAX || !TYPE.matcher(this.contentType).matches()) {
      throw new IllegalArgumentException("attachment contentType is not `type/subtype`");
    }
    if (this.contentType.startsWith("multipart/") || this.contentType.startsWith("message/")) {
      throw new IllegalArgumentException("attachment contentType is a message of its own");
    }
    this.content = content.clone();
  }

  /// The name to save it under.
  public String filename() {
    return filename;
  }

  /// The media type, in lower case.
  public String contentType() {
    return contentType;
  }

  /// Size of the content, before it is encoded.
  public int sizeBytes() {
    return content.length;
  }

  /// The content, not a copy: for writing it out.
  byte[] content() {
    return content;
  }
}
