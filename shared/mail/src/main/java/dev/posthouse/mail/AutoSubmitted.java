package dev.posthouse.mail;

import java.util.Locale;

/// How a message without a person behind it says so (RFC 3834 §5), so that nobody's machine answers
/// it.
public enum AutoSubmitted {
  /// Sent by a machine on its own account.
  AUTO_GENERATED,

  /// Sent by a machine in answer to a message.
  AUTO_REPLIED;

  String value() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
