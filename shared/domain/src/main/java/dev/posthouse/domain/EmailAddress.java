package dev.posthouse.domain;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An address as SMTP carries it in `RCPT TO`: `local-part@domain`.
///
/// The domain is folded to lower case and to A-labels (RFC 5891). The local part belongs to the
/// receiving host and is kept as given (RFC 5321 §2.4). Quoted local parts, address literals and
/// non-ASCII local parts (RFC 6531) are refused: SES does not take them everywhere.
///
/// @param localPart 1 to 64 octets (RFC 5321 §4.5.3.1.1), a dot-atom (RFC 5322 §3.2.3)
/// @param domain at least two dot-separated labels of 1 to 63 octets each (RFC 1035 §2.3.4)
public record EmailAddress(String localPart, String domain) {
  /// Longest address in octets: the 256 of RFC 5321 §4.5.3.1.3 less the angle brackets.
  public static final int LENGTH_MAX = 254;

  private static final int LOCAL_PART_MAX = 64;
  private static final int DOMAIN_MAX = 253;
  private static final Pattern LOCAL_PART =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final Pattern DOMAIN =
      Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /// @throws IllegalArgumentException if a part breaks its rule or the whole is over [#LENGTH_MAX]
  public EmailAddress {
    if (localPart.length() > LOCAL_PART_MAX || !LOCAL_PART.matcher(localPart).matches()) {
      throw new IllegalArgumentException("not a local part of RFC 5322: a dot-atom is expected");
    }
    if (domain.length() > DOMAIN_MAX || !DOMAIN.matcher(domain).matches()) {
      throw new IllegalArgumentException("not a domain name");
    }
    if (localPart.length() + 1 + domain.length() > LENGTH_MAX) {
      throw new IllegalArgumentException("longer than " + LENGTH_MAX + " octets");
    }
  }

  /// Reads `local@domain`, white space around it ignored.
  ///
  /// @throws IllegalArgumentException naming what is wrong, never quoting the input
  public static EmailAddress parse(String text) {
    String trimmed = text.strip();
    int at = trimmed.lastIndexOf('@');
    if (at < 1) {
      throw new IllegalArgumentException("no @ with a local part before it");
    }
    return new EmailAddress(trimmed.substring(0, at), asciiDomain(trimmed.substring(at + 1)));
  }

  /// As [#parse(String)], empty where that throws.
  public static Optional<EmailAddress> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The domain in lower-case A-labels.
  ///
  /// @throws IllegalArgumentException if it cannot be written so
  public static String asciiDomain(String domain) {
    // An A-label has a character for every one of its name, which is at most two UTF-16 units. What
    // is longer still, the JDK answers with a plain RuntimeException.
    if (domain.length() > 2 * DOMAIN_MAX) {
      throw new IllegalArgumentException("longer than a domain name can be");
    }
    try {
      return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("not a domain name", e);
    }
  }

  /// The same address for every way of writing its case: what suppressions and pins are filed
  /// under. Receivers that tell `A@` from `a@` apart are not met in practice.
  public String canonical() {
    return localPart.toLowerCase(Locale.ROOT) + "@" + domain;
  }

  @Override
  public String toString() {
    return localPart + "@" + domain;
  }
}
