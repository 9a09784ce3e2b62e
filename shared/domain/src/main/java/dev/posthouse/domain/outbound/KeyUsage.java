package dev.posthouse.domain.outbound;

/// What the keys of one pot have done on a UTC day.
///
/// @param sends recipients written to
/// @param newRecipients those of them that were written to for the first time
public record KeyUsage(int sends, int newRecipients) {
  /// Nothing yet.
  public static final KeyUsage NONE = new KeyUsage(0, 0);

  KeyUsage plus(boolean isNew) {
    return new KeyUsage(sends + 1, newRecipients + (isNew ? 1 : 0));
  }
}
