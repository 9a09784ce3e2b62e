package dev.posthouse.local.conventions.broken;

/// Has a name that says nothing.
public final class JobDataManager {
  /// So has this one.
  public record MailboxDTO(int ordinal) {}
}
