package dev.posthouse.domain;

/// The table could not be written for now: too much contention, or the answer was lost. Trying
/// again later may succeed.
public final class StoreBusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreBusyException(String message) {
    super(message);
  }
}
