package dev.posthouse.mail.inbound;

/// What was left out of a message because it went beyond one of the [InboundLimits].
public enum Cut {
  /// The end of the message, or of all its parts together.
  SIZE,

  /// Header fields; if there were too many, also what came after them.
  HEADER,

  /// Parts after the first [InboundLimits#PARTS_MAX].
  PARTS,

  /// The structure of multiparts nested deeper than [InboundLimits#DEPTH_MAX]: each is one
  /// attachment.
  DEPTH,

  /// The end of the text or of the HTML.
  TEXT,

  /// The end of the subject.
  SUBJECT,

  /// Addresses of a header field.
  ADDRESSES,

  /// Older message ids of the thread.
  REFERENCES,

  /// Recipients of a report.
  REPORTED,

  /// What came after a place at which the structure could not be followed any further.
  STRUCTURE
}
