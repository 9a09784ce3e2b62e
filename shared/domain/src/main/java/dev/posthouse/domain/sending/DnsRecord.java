package dev.posthouse.domain.sending;

/// A record a domain must have.
///
/// @param purpose what it is for
/// @param name the whole name, without a dot at the end
/// @param value as it is pasted into a zone; an MX with its priority before the host
public record DnsRecord(Purpose purpose, Type type, String name, String value) {
  /// The kinds of records there are.
  public enum Type {
    CNAME,
    MX,
    TXT
  }

  /// What records are for. Wire form: the lower-case name.
  public enum Purpose {
    /// That the domain is the tenant's.
    OWNERSHIP,
    /// The keys SES signs with: it makes them, 2,048 bits long, and turns them over by itself.
    DKIM,
    /// Where bounces go, so that SPF is about this domain and not about amazonses.com.
    MAIL_FROM,
    /// Who may send bounces' address.
    SPF,
    /// What receivers do with mail that proves nothing.
    DMARC,
    /// Where replies go.
    RECEIVING
  }
}
