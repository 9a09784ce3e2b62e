package dev.posthouse.domain.outbound;

/// Where a job is on its way. Wire form: the lower-case name.
public enum JobStatus {
  /// To be delivered at a later moment.
  SCHEDULED,
  /// To be delivered now.
  QUEUED,
  /// Claimed: a call to SES is under way, under a lease.
  SENDING,
  /// SES took it.
  SENT,
  /// It will not be sent.
  FAILED,
  /// Taken back before it was claimed.
  CANCELLED,
  /// A call to SES was made and its outcome is not known. Ends at a deadline.
  UNCERTAIN;

  /// Whether nobody has begun to send it.
  public boolean waiting() {
    return this == SCHEDULED || this == QUEUED;
  }

  /// Whether it is over, later evidence aside.
  public boolean ended() {
    return this == SENT || this == FAILED || this == CANCELLED;
  }
}
