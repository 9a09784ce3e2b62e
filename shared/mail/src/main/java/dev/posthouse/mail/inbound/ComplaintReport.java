package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.mail.NamedAddress;
import dev.posthouse.mail.inbound.Classification.Complaint;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Complaints: reports in the Abuse Reporting Format (RFC 5965), and Outlook's form without one.
final class ComplaintReport {
  // Outlook's Junk Mail Reporting Program adds it to the copy it sends.
  private static final String JMRP_RECIPIENT = "x-hmxmroriginalrecipient";
  private static final int REPORTER_MAX = 200;

  // Of mail that was called good, of checks that failed.
  private static final Set<String> NO_COMPLAINTS = Set.of("not-spam", "auth-failure", "dmarc");

  private ComplaintReport() {}

  /// The complaint in `message`, empty if there is none.
  static Optional<Complaint> of(Part message, HeaderFields header) {
    Optional<HeaderFields> report =
        message
            .all()
            .filter(part -> part.type().equals("message/feedback-report"))
            .findFirst()
            .map(part -> merged(FieldBlocks.read(part.text())));
    if (report.isPresent()) {
      return arf(report.get(), message, header);
    }
    return ReturnedMail.returned(message)
        .filter(returned -> returned.has(JMRP_RECIPIENT))
        .map(returned ->
            new Complaint(
                FeedbackType.ABUSE,
                addresses(returned.all(JMRP_RECIPIENT)),
                "Junk Mail Reporting Program",
                ReturnedMail.of(returned, header, Optional.empty())));
  }

  private static Optional<Complaint> arf(HeaderFields report, Part message, HeaderFields header) {
    String type = report.first("feedback-type").orElse("").toLowerCase(Locale.ROOT);
    if (NO_COMPLAINTS.contains(type)) {
      return Optional.empty();
    }
    OriginalMail original = ReturnedMail.in(message, header, report.first("original-envelope-id"));
    return Optional.of(
        new Complaint(
            type(type),
            recipients(report, original.headers()),
            CleanText.cut(report.first("user-agent").orElse(""), REPORTER_MAX),
            original));
  }

  private static HeaderFields merged(List<HeaderFields> blocks) {
    return new HeaderFields(blocks.stream().flatMap(block -> block.fields().stream()).toList());
  }

  private static FeedbackType type(String word) {
    return switch (word) {
      case "abuse", "" -> FeedbackType.ABUSE;
      case "fraud", "phishing" -> FeedbackType.FRAUD;
      case "virus" -> FeedbackType.VIRUS;
      case "opt-out", "opt-out-list", "unsubscribe" -> FeedbackType.OPT_OUT;
      default -> FeedbackType.OTHER;
    };
  }

  private static List<EmailAddress> recipients(HeaderFields report, HeaderFields original) {
    for (HeaderFields fields : List.of(report, original)) {
      for (String name :
          List.of("original-rcpt-to", "removal-recipient", JMRP_RECIPIENT, "x-original-to", "to")) {
        List<EmailAddress> found = addresses(fields.all(name));
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return List.of();
  }

  private static List<EmailAddress> addresses(List<String> values) {
    return new LinkedHashSet<>(
            AddressReader.read(values, EnumSet.noneOf(Cut.class)).stream()
                .map(NamedAddress::address)
                .toList())
        .stream().limit(InboundLimits.REPORTED_MAX).toList();
  }
}
