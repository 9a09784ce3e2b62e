package dev.posthouse.mail;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where a recipient unsubscribes: with one click (RFC 8058) and, for readers that only know RFC
/// 2369, by mail.
///
/// @param url the `https` address that takes the one-click POST
/// @param mailto a `mailto:` address, null for none
public record ListUnsubscribe(URI url, @Nullable URI mailto) {
  /// Longest address, in characters: a line of RFC 5322 §2.1.1 with brackets and space around it.
  static final int LENGTH_MAX = 990;

  /// @throws IllegalArgumentException if an address has another scheme, is too long or is not ASCII
  public ListUnsubscribe {
    check(url, "https");
    if (mailto != null) {
      check(mailto, "mailto");
    }
  }

  private static void check(URI uri, String scheme) {
    if (!scheme.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("unsubscribe address is not " + scheme);
    }
    HeaderText.checkedToken("unsubscribe address", uri.toString(), LENGTH_MAX);
  }
}
