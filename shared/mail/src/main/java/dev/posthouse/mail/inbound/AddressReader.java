package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.mail.NamedAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Addresses of a header field (RFC 5322 §3.4), also as they should not be written: without
/// brackets, with quotes or comments that do not end, with semicolons between them. Groups are
/// taken apart. What holds no address that [EmailAddress] takes is passed over.
///
/// The structure is read before encoded words are decoded (RFC 2047 §6.2), so that a name cannot
/// pass for an address.
final class AddressReader {
  // A longer one is none: RFC 5321 §4.5.3.1.3 has 256 octets.
  private static final int ADDRESS_MAX = 400;
  // How far the bracket that closes is looked for: routes stand in front of the address.
  private static final int WINDOW_MAX = 1_000;

  // `"a b"@example.com` is no address here, and `b@example.com` another one.
  private static final char QUOTED_SPACE = '\0';

  private final String text;
  private final EnumSet<Cut> cuts;
  private final List<NamedAddress> found = new ArrayList<>();
  private final StringBuilder phrase = new StringBuilder();
  private final StringBuilder comment = new StringBuilder();
  private Optional<String> angle = Optional.empty();
  private int at;
  private boolean unclosed;

  private AddressReader(String text, EnumSet<Cut> cuts) {
    this.text = text;
    this.cuts = cuts;
  }

  /// The addresses in all of `values`, in order.
  static List<NamedAddress> read(List<String> values, EnumSet<Cut> cuts) {
    List<NamedAddress> all = new ArrayList<>();
    for (String value : values) {
      all.addAll(new AddressReader(value, cuts).addresses());
    }
    if (all.size() > InboundLimits.ADDRESSES_MAX) {
      cuts.add(Cut.ADDRESSES);
      return List.copyOf(all.subList(0, InboundLimits.ADDRESSES_MAX));
    }
    return List.copyOf(all);
  }

  private List<NamedAddress> addresses() {
    while (at < text.length() && found.size() < InboundLimits.ADDRESSES_MAX) {
      char c = text.charAt(at);
      at++;
      switch (c) {
        case '"' -> quoted();
        case '(' -> comment();
        case '<' -> angle();
        case ',', ';' -> end();
        case ':' -> group();
        case '>' -> {
          // One too many.
        }
        default -> phrase.append(c);
      }
    }
    if (at < text.length()) {
      cuts.add(Cut.ADDRESSES);
    }
    end();
    return found;
  }

  /// A quote without an end is a character like others, and so are those after it.
  private void quoted() {
    if (unclosed) {
      phrase.append('"');
      return;
    }
    StringBuilder quoted = new StringBuilder();
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        at = i + 1;
        boolean localPart = at < text.length() && text.charAt(at) == '@';
        phrase.append(localPart ? quoted.toString().replace(' ', QUOTED_SPACE) : quoted);
        return;
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
      }
      quoted.append(text.charAt(i));
    }
    unclosed = true;
    phrase.append('"');
  }

  private void comment() {
    int level = 1;
    for (; at < text.length() && level > 0; at++) {
      char c = text.charAt(at);
      level += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (level > 0) {
        comment.append(c);
      }
    }
  }

  private void angle() {
    int window = Math.min(text.length(), at + WINDOW_MAX);
    String inside = text.substring(at, window);
    int end = inside.indexOf('>');
    int comma = inside.indexOf(',');
    boolean swallows = comma >= 0 && inside.indexOf('<', comma) >= 0 && !inside.startsWith("@");
    if (swallows && (end < 0 || inside.indexOf('<', comma) < end)) {
      // A bracket that did not close swallows no further addresses.
      end = -1;
      inside = inside.substring(0, comma);
    }
    at += end < 0 ? inside.length() : end + 1;
    String address = end < 0 ? inside : inside.substring(0, end);
    // RFC 5322 §4.4: a route before the address; brackets within brackets.
    address = address.substring(address.lastIndexOf('<') + 1);
    angle = Optional.of(address.startsWith("@") ? afterRoute(address) : address);
  }

  private static String afterRoute(String address) {
    return address.substring(address.indexOf(':') + 1);
  }

  /// `Name: a, b;` names a group. Within an address a colon is no group's.
  private void group() {
    phrase.setLength(0);
    comment.setLength(0);
  }

  private void end() {
    String words = phrase.toString().strip();
    String name = words;
    String address = angle.orElse("");
    if (angle.isEmpty()) {
      // A bare address, perhaps with a name that should have been apart from it.
      String[] tokens = words.split("\\s+", -1);
      for (String token : tokens) {
        address = token.indexOf('@') > 0 ? token : address;
      }
      name = address.isEmpty() ? "" : words.replace(address, "").strip();
    }
    String shown = name.isEmpty() ? comment.toString().strip() : name;
    address(address).ifPresent(found -> this.found.add(new NamedAddress(found, named(shown))));
    phrase.setLength(0);
    comment.setLength(0);
    angle = Optional.empty();
  }

  private static Optional<EmailAddress> address(String text) {
    String bare = text.replaceAll("\\s", "").replace("\"", "");
    return bare.length() > ADDRESS_MAX ? Optional.empty() : EmailAddress.tryParse(bare);
  }

  private static String named(String raw) {
    String name = CleanText.line(EncodedWordReader.decode(raw)).strip();
    return CleanText.cut(name, NamedAddress.DISPLAY_NAME_MAX);
  }
}
