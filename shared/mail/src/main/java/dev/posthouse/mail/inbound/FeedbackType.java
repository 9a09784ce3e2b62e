package dev.posthouse.mail.inbound;

/// What a complaint is about (RFC 5965 §7.3).
public enum FeedbackType {
  /// Unsolicited mail.
  ABUSE,
  /// Fraud or phishing.
  FRAUD,
  /// A virus was found.
  VIRUS,
  /// The recipient wants no more mail of this list.
  OPT_OUT,
  /// Anything else.
  OTHER
}
