package dev.posthouse.local.aws;

/// A message that arrives from outside.
public final class InboundMail {
  private final byte[] bytes;
  private final String from;
  private final String to;

  /// @param bytes the message, RFC 5322
  /// @param from the envelope's sender; empty for the null reverse-path of bounces and auto-replies
  /// @param to the envelope's recipient
  public InboundMail(byte[] bytes, String from, String to) {
    this.bytes = bytes.clone();
    this.from = from;
    this.to = to;
  }

  /// The message, RFC 5322.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The envelope's sender; empty for the null reverse-path of bounces and auto-replies.
  public String from() {
    return from;
  }

  /// The envelope's recipient.
  public String to() {
    return to;
  }
}
