package dev.posthouse.domain.pool;

/// What is known of a mailbox's mail and of its domain.
///
/// @param authenticated whether the domain's mail passes DKIM, SPF and DMARC
/// @param finding the worst that SES's advisor finds wrong with the domain
public record Signs(Track track, boolean authenticated, Finding finding) {
  /// A mailbox that never sent, at a domain in order.
  public static final Signs NONE = of(Track.NONE);

  /// The signs of a mailbox at a domain in order.
  public static Signs of(Track track) {
    return new Signs(track, true, Finding.NONE);
  }
}
