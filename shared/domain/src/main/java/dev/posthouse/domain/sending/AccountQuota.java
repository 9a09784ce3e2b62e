package dev.posthouse.domain.sending;

/// What the provider lets the whole account send, whoever it is for.
public interface AccountQuota {
  /// Most messages in any 24 hours; below 0 if there is no limit.
  long perDay();
}
