package dev.posthouse.local.aws;

import java.util.Locale;
import java.util.Map;

/// What becomes of a message to a recipient. The address says it: one of SES's mailbox simulator
/// (`bounce+label@simulator.amazonses.com`), or `bounce+label@` a domain kept for tests (RFC 2606).
enum Fate {
  DELIVERED,
  BOUNCED,
  /// Bounced for now: the mailbox is full.
  SOFT_BOUNCED,
  /// Bounced by SES itself: on the global suppression list.
  SUPPRESSED,
  /// Bounced by SES itself: on the account's suppression list.
  SUPPRESSED_BY_ACCOUNT,
  COMPLAINED,
  /// Delayed at first, delivered in the end.
  DELAYED,
  /// Refused by SES for a virus, for all recipients.
  REJECTED,
  /// Delivered, and a person replies.
  REPLIED,
  /// Delivered, and a program answers that the person is away.
  AUTO_REPLIED,
  /// Taken by the recipient's server, which later sends a delivery status notification by mail.
  RETURNED;

  private static final String SIMULATOR = "simulator.amazonses.com";

  private static final Map<String, Fate> SIMULATED =
      Map.of(
          "success", DELIVERED,
          "bounce", BOUNCED,
          "ooto", AUTO_REPLIED,
          "complaint", COMPLAINED,
          "suppressionlist", SUPPRESSED);

  private static final Map<String, Fate> STEERED =
      Map.of(
          "bounce", BOUNCED,
          "soft", SOFT_BOUNCED,
          "complaint", COMPLAINED,
          "delay", DELAYED,
          "reject", REJECTED,
          "reply", REPLIED,
          "auto", AUTO_REPLIED,
          "dsn", RETURNED);

  static boolean simulated(String address) {
    return domain(address).equals(SIMULATOR);
  }

  static Fate of(String address) {
    String localPart = address.substring(0, address.lastIndexOf('@')).toLowerCase(Locale.ROOT);
    int plus = localPart.indexOf('+');
    String word = plus < 0 ? localPart : localPart.substring(0, plus);
    if (simulated(address)) {
      return SIMULATED.getOrDefault(word, DELIVERED);
    }
    return plus > 0 && isForTests(domain(address))
        ? STEERED.getOrDefault(word, DELIVERED)
        : DELIVERED;
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  /// `.test`, `.example`, and `example.com`, `.net` and `.org` with all below them.
  private static boolean isForTests(String domain) {
    return domain.matches("(.+\\.)?(test|example|example\\.[a-z]+)");
  }
}
