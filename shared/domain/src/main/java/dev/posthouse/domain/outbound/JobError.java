package dev.posthouse.domain.outbound;

/// Why an attempt did not end as it should.
///
/// @param code stable, for programs
/// @param message for people
public record JobError(String code, String message) {
  private static final int MESSAGE_MAX = 200;

  public JobError {
    if (message.length() > MESSAGE_MAX) {
      message = message.substring(0, MESSAGE_MAX - 1) + "…";
    }
  }
}
