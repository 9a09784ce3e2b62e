package dev.posthouse.domain.sending;

import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The records a domain needs before mail is sent from it, and the check of what is there instead.
///
/// Sources: "Easy DKIM", "Using a custom MAIL FROM domain" and "Publishing an MX record for email
/// receiving" of the SES Developer Guide; RFC 7208 §4.5 (one SPF record), RFC 7489 §6.3 (DMARC).
///
/// @param region where SES is
public record DomainRecords(String region) {
  /// The subdomain bounces go to.
  public static final String MAIL_FROM_LABEL = "bounce";

  private static final String SPF_BEGIN = "v=spf1";
  private static final String SPF_INCLUDE = "include:amazonses.com";
  private static final String DMARC_BEGIN = "v=dmarc1";
  private static final int PRIORITY = 10;
  private static final int MARK_LENGTH = 32;

  /// The custom MAIL FROM domain.
  public static String mailFrom(String domain) {
    return MAIL_FROM_LABEL + "." + domain;
  }

  /// What must be there.
  ///
  /// @param dkimTokens as SES gives them; none before it knows the domain
  public List<DnsRecord> expected(TenantId tenant, String domain, List<String> dkimTokens) {
    var records = new ArrayList<DnsRecord>();
    records.add(
        new DnsRecord(
            DnsRecord.Purpose.OWNERSHIP,
            DnsRecord.Type.TXT,
            "_posthouse." + domain,
            "posthouse-verification=" + mark(tenant, domain)));
    for (String token : dkimTokens) {
      records.add(
          new DnsRecord(
              DnsRecord.Purpose.DKIM,
              DnsRecord.Type.CNAME,
              token + "._domainkey." + domain,
              token + ".dkim.amazonses.com"));
    }
    records.add(
        new DnsRecord(
            DnsRecord.Purpose.MAIL_FROM,
            DnsRecord.Type.MX,
            mailFrom(domain),
            PRIORITY + " feedback-smtp." + region + ".amazonses.com"));
    records.add(
        new DnsRecord(
            DnsRecord.Purpose.SPF,
            DnsRecord.Type.TXT,
            mailFrom(domain),
            SPF_BEGIN + " " + SPF_INCLUDE + " ~all"));
    records.add(
        new DnsRecord(
            DnsRecord.Purpose.DMARC, DnsRecord.Type.TXT, "_dmarc." + domain, "v=DMARC1; p=none;"));
    records.add(
        new DnsRecord(
            DnsRecord.Purpose.RECEIVING,
            DnsRecord.Type.MX,
            domain,
            PRIORITY + " inbound-smtp." + region + ".amazonaws.com"));
    return records;
  }

  /// Looks a record up and compares.
  ///
  /// @throws Zone.UnreachableException if the DNS does not answer
  public static DnsCheck check(DnsRecord expected, Zone zone) {
    List<String> found = zone.lookUp(expected.type(), expected.name());
    Optional<String> wrong = wrong(expected, found);
    return new DnsCheck(
        expected,
        wrong.isEmpty() ? DnsCheck.Outcome.PASSED : DnsCheck.Outcome.FAILED,
        found,
        wrong.orElse(""));
  }

  private static Optional<String> wrong(DnsRecord expected, List<String> found) {
    return switch (expected.purpose()) {
      case OWNERSHIP, DKIM -> missing(expected, found);
      case MAIL_FROM -> onlyHost(expected, found, "A MAIL FROM domain has this MX and no other.");
      case RECEIVING ->
          onlyHost(expected, found, "Replies would go elsewhere: this must be the only MX.");
      case SPF -> spf(expected, found);
      case DMARC -> dmarc(expected, found);
    };
  }

  private static Optional<String> missing(DnsRecord expected, List<String> found) {
    return found.stream().anyMatch(value -> plain(value).equals(plain(expected.value())))
        ? Optional.empty()
        : Optional.of(add(expected));
  }

  private static Optional<String> onlyHost(DnsRecord expected, List<String> found, String whyOnly) {
    List<String> hosts = found.stream().map(DomainRecords::host).toList();
    if (!hosts.contains(host(expected.value()))) {
      return Optional.of(add(expected));
    }
    return hosts.size() == 1 ? Optional.empty() : Optional.of(whyOnly + " Remove the others.");
  }

  private static Optional<String> spf(DnsRecord expected, List<String> found) {
    List<String> records =
        found.stream()
            .map(DomainRecords::plain)
            .filter(text -> text.startsWith(SPF_BEGIN))
            .toList();
    if (records.isEmpty()) {
      return Optional.of(add(expected));
    }
    if (records.size() > 1) {
      return Optional.of(
          "There are %d SPF records, and more than one counts as none: join them."
              .formatted(records.size()));
    }
    return List.of(records.getFirst().split(" +")).contains(SPF_INCLUDE)
        ? Optional.empty()
        : Optional.of("Put " + SPF_INCLUDE + " into the SPF record, before its `all`.");
  }

  private static Optional<String> dmarc(DnsRecord expected, List<String> found) {
    List<String> records =
        found.stream()
            .map(DomainRecords::plain)
            .filter(text -> text.startsWith(DMARC_BEGIN))
            .toList();
    if (records.isEmpty()) {
      return Optional.of(add(expected));
    }
    if (records.size() > 1) {
      return Optional.of("There are several DMARC records, and then none counts: keep one.");
    }
    return records.getFirst().replace(" ", "").matches(".*;p=(none|quarantine|reject)(;.*)?")
        ? Optional.empty()
        : Optional.of("Give the DMARC record a policy: p=none, p=quarantine or p=reject.");
  }

  /// Whether one of the texts is of a record's kind, right or wrong: a second would be worse than
  /// none.
  static boolean hasItsLike(DnsRecord expected, List<String> texts) {
    return texts.stream()
        .map(DomainRecords::plain)
        .anyMatch(text ->
            switch (expected.purpose()) {
              case SPF -> text.startsWith(SPF_BEGIN);
              case DMARC -> text.startsWith(DMARC_BEGIN);
              case OWNERSHIP, DKIM, MAIL_FROM, RECEIVING -> text.equals(plain(expected.value()));
            });
  }

  private static String add(DnsRecord expected) {
    return "Add %s %s with the value %s"
        .formatted(
            expected.type() == DnsRecord.Type.MX
                ? "an MX record"
                : "a " + expected.type() + " record",
            "at " + expected.name(),
            expected.value());
  }

  /// What compares: case and a last dot do not count.
  private static String plain(String value) {
    String text = value.strip().toLowerCase(Locale.ROOT);
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }

  private static String host(String mx) {
    String text = plain(mx);
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  /// Tells tenants apart: whoever knows a domain cannot claim it, only who can change its zone.
  private static String mark(TenantId tenant, String domain) {
    return JobIds.sha256(tenant.value() + "\0" + domain).substring(0, MARK_LENGTH);
  }
}
