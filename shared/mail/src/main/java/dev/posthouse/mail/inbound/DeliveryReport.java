package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.mail.inbound.Classification.Bounce;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Delivery status notifications of RFC 3464, in the ways the large mail systems write them.
final class DeliveryReport {
  private static final Set<String> STATUS_TYPES =
      Set.of("message/delivery-status", "message/global-delivery-status");
  private static final Pattern SMTP_CODE = Pattern.compile("(?<![\\d.])([245])\\d\\d(?=[ -])");

  private DeliveryReport() {}

  /// The report in `message`, empty if there is none.
  static Optional<Bounce> of(Part message, HeaderFields header, EnumSet<Cut> cuts) {
    List<Part> reports = message.all().filter(part -> STATUS_TYPES.contains(part.type())).toList();
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    List<HeaderFields> blocks =
        reports.stream()
            .limit(InboundLimits.REPORTED_MAX)
            .flatMap(part -> FieldBlocks.read(part.text()).stream())
            .toList();
    Optional<String> envelopeId =
        blocks.stream().flatMap(block -> block.first("original-envelope-id").stream()).findFirst();
    List<HeaderFields> recipients =
        blocks.stream()
            .filter(block -> block.has("final-recipient") || block.has("original-recipient"))
            .toList();
    if (recipients.size() > InboundLimits.REPORTED_MAX) {
      cuts.add(Cut.REPORTED);
    }
    return Optional.of(
        new Bounce(
            recipients.stream()
                .limit(InboundLimits.REPORTED_MAX)
                .map(DeliveryReport::recipient)
                .toList(),
            ReturnedMail.in(message, header, envelopeId)));
  }

  private static BouncedRecipient recipient(HeaderFields block) {
    String diagnostic = afterType(block.first("diagnostic-code").orElse(""));
    BounceAction action = action(block.first("action").orElse(""), diagnostic);
    String given = BounceCauses.status(block.first("status").orElse(""), general(action));
    // A general code beside a precise one is the reporter's own, not the server's.
    String status = BounceCauses.isGeneral(given) ? BounceCauses.status(diagnostic, given) : given;
    return new BouncedRecipient(
        address(block.first("final-recipient")),
        address(block.first("original-recipient")),
        action,
        status,
        diagnostic,
        cause(action, status, diagnostic));
  }

  private static BounceCause cause(BounceAction action, String status, String diagnostic) {
    boolean arrived = action != BounceAction.FAILED && action != BounceAction.DELAYED;
    return arrived ? BounceCause.OTHER : BounceCauses.of(status, diagnostic);
  }

  static String general(BounceAction action) {
    return switch (action) {
      case FAILED -> "5.0.0";
      case DELAYED -> "4.0.0";
      case DELIVERED, RELAYED, EXPANDED -> "2.0.0";
    };
  }

  private static BounceAction action(String word, String diagnostic) {
    // Some put a comment behind it.
    return switch (word.toLowerCase(Locale.ROOT).split("[\\s(;]", 2)[0]) {
      case "failed", "failure" -> BounceAction.FAILED;
      case "delayed" -> BounceAction.DELAYED;
      case "delivered" -> BounceAction.DELIVERED;
      case "relayed" -> BounceAction.RELAYED;
      case "expanded" -> BounceAction.EXPANDED;
      default -> {
        Matcher code = SMTP_CODE.matcher(diagnostic);
        yield code.find() && code.group(1).equals("4") ? BounceAction.DELAYED : BounceAction.FAILED;
      }
    };
  }

  /// `rfc822; anna@example.com`, the type left out by some.
  private static Optional<EmailAddress> address(Optional<String> field) {
    return field
        .map(DeliveryReport::afterType)
        .map(text -> text.replaceAll("^[<\\s]+|[>\\s]+$", ""))
        .flatMap(EmailAddress::tryParse);
  }

  private static String afterType(String value) {
    int semicolon = value.indexOf(';');
    // The type is one word (RFC 3464 §2.1.2).
    boolean type = semicolon > 0 && value.substring(0, semicolon).strip().matches("[\\w-]{1,30}");
    return (type ? value.substring(semicolon + 1) : value).strip();
  }
}
