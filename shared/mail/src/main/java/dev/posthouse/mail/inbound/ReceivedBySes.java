package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.mail.inbound.Verdicts.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The fields that SES writes on top of a message it receives: `Return-Path`, `Received`, its
/// verdicts, `Received-SPF`, `Authentication-Results`, `X-SES-RECEIPT`, `X-SES-DKIM-SIGNATURE`.
///
/// What stands below the receipt, below the first other field or below the second of a kind is the
/// sender's, whatever it is called.
final class ReceivedBySes {
  private static final String LAST = "x-ses-receipt";
  private static final Set<String> FIELDS =
      Set.of(
          "return-path",
          "received",
          "x-ses-spam-verdict",
          "x-ses-virus-verdict",
          "received-spf",
          "authentication-results",
          LAST);
  private static final Pattern SES_HOST =
      Pattern.compile("by\\s+inbound-smtp\\.[a-z0-9-]+\\.amazonaws\\.com\\b");
  private static final Pattern FOR = Pattern.compile("\\bfor\\s+<?([^\\s<>;]{3,320})>?\\s*;");
  private static final Pattern RESULT =
      Pattern.compile("(?:^|;)\\s*(spf|dkim|dmarc)\\s*=\\s*([a-z]+)");

  private final HeaderFields fields;

  private ReceivedBySes(HeaderFields fields) {
    this.fields = fields;
  }

  static ReceivedBySes of(HeaderFields header) {
    List<HeaderField> own = new ArrayList<>();
    for (HeaderField field : header.fields()) {
      boolean second = own.stream().anyMatch(seen -> seen.name().equals(field.name()));
      if (second || !FIELDS.contains(field.name())) {
        break;
      }
      own.add(field);
      if (field.name().equals(LAST)) {
        break;
      }
    }
    HeaderFields top = new HeaderFields(own);
    boolean bySes = SES_HOST.matcher(top.first("received").orElse("")).find();
    return new ReceivedBySes(bySes ? top : HeaderFields.NONE);
  }

  /// Whom SES received it for.
  Optional<EmailAddress> recipient() {
    Matcher recipient = FOR.matcher(fields.first("received").orElse(""));
    return recipient.find() ? EmailAddress.tryParse(recipient.group(1)) : Optional.empty();
  }

  Verdicts verdicts() {
    String results = ofSes(fields.first("authentication-results").orElse(""));
    return new Verdicts(
        result("spf", results),
        result("dkim", results),
        result("dmarc", results),
        scan("x-ses-spam-verdict"),
        scan("x-ses-virus-verdict"));
  }

  private static String ofSes(String results) {
    String plain = withoutQuotesAndComments(results).toLowerCase(Locale.ROOT);
    return plain.strip().startsWith("amazonses.com;") ? plain : "";
  }

  /// The sender chooses some of what stands in these.
  private static String withoutQuotesAndComments(String text) {
    StringBuilder plain = new StringBuilder();
    int level = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && level == 0) {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        level++;
      } else if (!quoted && c == ')' && level > 0) {
        level--;
      } else if (!quoted && level == 0) {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private static Verdict result(String method, String results) {
    List<Verdict> found = new ArrayList<>();
    Matcher result = RESULT.matcher(results);
    while (result.find()) {
      if (result.group(1).equals(method)) {
        found.add(verdict(result.group(2)));
      }
    }
    if (method.equals("dkim") && found.contains(Verdict.PASS)) {
      return Verdict.PASS;
    }
    // Of two that differ one is not of SES: it was smuggled in by a name it quotes.
    return found.stream()
        .filter(verdict -> verdict != Verdict.PASS)
        .findFirst()
        .orElse(found.isEmpty() ? Verdict.NONE : Verdict.PASS);
  }

  private static Verdict verdict(String word) {
    return switch (word) {
      case "pass" -> Verdict.PASS;
      case "fail", "policy" -> Verdict.FAIL;
      case "softfail", "neutral" -> Verdict.GRAY;
      case "temperror", "permerror" -> Verdict.PROCESSING_FAILED;
      default -> Verdict.NONE;
    };
  }

  private Verdict scan(String name) {
    return switch (fields.first(name).orElse("").toUpperCase(Locale.ROOT)) {
      case "PASS" -> Verdict.PASS;
      case "FAIL" -> Verdict.FAIL;
      case "GRAY" -> Verdict.GRAY;
      case "PROCESSING_FAILED" -> Verdict.PROCESSING_FAILED;
      default -> Verdict.NONE;
    };
  }
}
