package dev.posthouse.local.aws;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every mail that was accepted for sending. Thread-safe.
public final class MailSpool {
  /// What is known of a mail besides its bytes.
  ///
  /// @param id SES's message id
  /// @param from the envelope's sender
  /// @param to the envelope's recipients
  /// @param subject decoded; empty if there is none
  /// @param configurationSet empty if none was named
  /// @param tenant SES's tenant; empty if none was named
  public record Mail(
      String id,
      Instant at,
      String from,
      List<String> to,
      String subject,
      String configurationSet,
      String tenant,
      Map<String, String> tags) {}

  private MailSpool() {}

  /// A spool that is gone when the process ends.
  public static MailSpool inMemory() {
    throw new UnsupportedOperationException();
  }

  /// The spool in that folder: per mail an `.eml` and a `.json`.
  public static MailSpool inFolder(Path folder) throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Keeps a mail. When this returns, it survives the end of the process.
  public void add(Mail mail, byte[] bytes) {
    throw new UnsupportedOperationException();
  }

  /// Mail newest first.
  ///
  /// @param to only mail with this recipient, in any case
  /// @param from only mail of this sender, in any case
  public List<Mail> list(Optional<String> to, Optional<String> from, int limit) {
    throw new UnsupportedOperationException();
  }

  public Optional<Mail> find(String id) {
    throw new UnsupportedOperationException();
  }

  /// The message as it left, RFC 5322.
  public Optional<byte[]> raw(String id) {
    throw new UnsupportedOperationException();
  }

  public int size() {
    throw new UnsupportedOperationException();
  }
}
