package dev.posthouse.domain.identity;

import dev.posthouse.domain.EmailAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Local parts that are nobody's to choose.
public final class ReservedNames {
  /// Names that speak for a domain itself (RFC 2142), that prove to a certificate authority whose
  /// it is (CA/Browser Forum Baseline Requirements §3.2.2.4.4), or that machines use.
  private static final Set<String> ROLES =
      Set.of(
          "abuse",
          "admin",
          "administrator",
          "bounce",
          "bounces",
          "daemon",
          "dmarc",
          "donotreply",
          "ftp",
          "hostmaster",
          "mailerdaemon",
          "news",
          "nobody",
          "noc",
          "noreply",
          "postmaster",
          "root",
          "security",
          "system",
          "tlsrpt",
          "usenet",
          "uucp",
          "webmaster",
          "www");

  /// Names by which people look for whoever runs the platform.
  private static final Set<String> OPERATOR =
      Set.of(
          "account",
          "accounts",
          "api",
          "billing",
          "compliance",
          "contact",
          "hello",
          "help",
          "helpdesk",
          "info",
          "legal",
          "mail",
          "marketing",
          "mcp",
          "office",
          "operator",
          "payment",
          "payments",
          "phish",
          "phishing",
          "postfix",
          "posthouse",
          "privacy",
          "sales",
          "spam",
          "ssladmin",
          "ssladministrator",
          "sslwebmaster",
          "sysadmin",
          "staff",
          "status",
          "support",
          "team",
          "unsubscribe",
          "welcome");

  private static final Pattern SEPARATOR = Pattern.compile("[._+-]");

  private ReservedNames() {}

  /// Whether the local part is a name of a role, however it is punctuated.
  public static boolean isRole(EmailAddress address) {
    return isRole(plain(address.localPart()));
  }

  /// Whether that is a name of a role. It is in lower case, and letters only.
  public static boolean isRole(String name) {
    return ROLES.contains(name);
  }

  /// Whether an address at the platform's own domain is not to be had: roles, names of the
  /// operator, and what mail systems take for these (`admin+x`).
  public static boolean isTakenByPlatform(EmailAddress address) {
    String local = address.localPart();
    int plus = local.indexOf('+');
    String base = plain(plus < 0 ? local : local.substring(0, plus));
    return isRole(address) || isRole(base) || OPERATOR.contains(base) || isOperator(local);
  }

  private static boolean isOperator(String localPart) {
    return OPERATOR.contains(plain(localPart));
  }

  private static String plain(String localPart) {
    return SEPARATOR.matcher(localPart.toLowerCase(Locale.ROOT)).replaceAll("");
  }
}
