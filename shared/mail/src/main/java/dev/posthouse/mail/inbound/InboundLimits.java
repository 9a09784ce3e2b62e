package dev.posthouse.mail.inbound;

/// How much of a message is read. What is beyond is left out and told by a [Cut].
public final class InboundLimits {
  /// Octets of a message: the most that SES receives.
  public static final int RAW_BYTES_MAX = 40 * 1024 * 1024;

  /// Octets of all contents together, decoded: line ends of quoted-printable may double.
  public static final int DECODED_BYTES_MAX = RAW_BYTES_MAX;

  /// Header fields of a message, or of one part of it.
  public static final int HEADER_FIELDS_MAX = 1_000;

  /// Octets of a header, all its fields together; one that does not fit is left out. Mail servers
  /// stop between 100 and 256 KB.
  public static final int HEADER_BYTES_MAX = 500_000;

  /// Octets of one header field. After a longer one, which takes long to tell from none at all,
  /// nothing is read.
  public static final int FIELD_BYTES_MAX = 2 * HEADER_BYTES_MAX;

  /// Parts of a message, multiparts among them.
  public static final int PARTS_MAX = 500;

  /// Multiparts within multiparts.
  public static final int DEPTH_MAX = 20;

  /// Characters of the text, and characters of the HTML.
  public static final int TEXT_CHARS_MAX = 1_000_000;

  /// Characters of HTML that are made into text where a message has no other. The tree of a hostile
  /// one takes time that grows with the square; large webmailers clip at about this length, too.
  public static final int HTML_READ_CHARS_MAX = 128 * 1024;

  /// Characters of a subject (RFC 5322 §2.1.1).
  public static final int SUBJECT_CHARS_MAX = 998;

  /// Addresses of one header field.
  public static final int ADDRESSES_MAX = 1_000;

  /// Message ids of one header field. Of a longer thread the root and the newest are kept.
  public static final int REFERENCES_MAX = 100;

  /// Characters of a message id (RFC 5322 §2.1.1).
  public static final int MESSAGE_ID_CHARS_MAX = 990;

  /// Octets of a file name in UTF-8: what file systems take.
  public static final int FILENAME_BYTES_MAX = 255;

  /// Recipients that one report tells about.
  public static final int REPORTED_MAX = 100;

  /// Characters of what a mail server said about a recipient.
  public static final int DIAGNOSTIC_CHARS_MAX = 2_000;

  private InboundLimits() {}
}
