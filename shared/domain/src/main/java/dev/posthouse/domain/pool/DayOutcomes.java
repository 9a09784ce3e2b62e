package dev.posthouse.domain.pool;

/// What became of the mail of one mailbox on one UTC day.
///
/// @param sent messages SES took
/// @param hardBounces came back for good, the recipient's or the sender's fault
/// @param complaints called spam
/// @param deferrals put off by the recipient's server
public record DayOutcomes(int sent, int hardBounces, int complaints, int deferrals) {
  /// A day on which nothing happened.
  public static final DayOutcomes NONE = new DayOutcomes(0, 0, 0, 0);

  /// @throws IllegalArgumentException if a count is below zero
  public DayOutcomes {
    if (sent < 0 || hardBounces < 0 || complaints < 0 || deferrals < 0) {
      throw new IllegalArgumentException("counts are zero or more");
    }
  }

  /// Both together.
  public DayOutcomes plus(DayOutcomes other) {
    return new DayOutcomes(
        sent + other.sent,
        hardBounces + other.hardBounces,
        complaints + other.complaints,
        deferrals + other.deferrals);
  }
}
