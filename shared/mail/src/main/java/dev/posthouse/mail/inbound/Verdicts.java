package dev.posthouse.mail.inbound;

/// What SES found out about a message. Only what SES itself has written counts: senders write such
/// headers, too.
///
/// @param dkim [Verdict#PASS] if any signature holds; whose it is only [#dmarc] tells
/// @param dmarc whether the domain of `From` stands behind the message
public record Verdicts(Verdict spf, Verdict dkim, Verdict dmarc, Verdict spam, Verdict virus) {
  /// No verdicts: the message did not come through SES.
  public static final Verdicts NONE =
      new Verdicts(Verdict.NONE, Verdict.NONE, Verdict.NONE, Verdict.NONE, Verdict.NONE);

  /// One finding, in SES's words.
  public enum Verdict {
    /// The check was made and is fine.
    PASS,
    /// The check was made and failed.
    FAIL,
    /// The check was made and settles nothing, such as an SPF softfail.
    GRAY,
    /// The check could not be made, such as on a DNS fault.
    PROCESSING_FAILED,
    /// There was nothing to check, or nobody checked.
    NONE
  }
}
