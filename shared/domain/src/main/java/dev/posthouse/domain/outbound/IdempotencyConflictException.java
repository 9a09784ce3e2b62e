package dev.posthouse.domain.outbound;

/// An idempotency key came with another request before.
public final class IdempotencyConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public IdempotencyConflictException() {
    super("this idempotency key was used for another request");
  }
}
