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
    check(url, isLoopback(url) ? "http" : "https");
    if (mailto != null) {
      check(mailto, "mailto");
    }
  }

  /// The local run has no certificate; what it sends goes nowhere.
  private static boolean isLoopback(URI url) {
    return "http".equals(url.getScheme())
        && ("localhost".equals(url.getHost()) || "127.0.0.1".equals(url.getHost()));
  }

  private static void check(URI uri, String scheme) {
    if (!scheme.equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("unsubscribe address is not " + scheme);
    }
    HeaderText.checkedToken("unsubscribe address", uri.toString(), LENGTH_MAX);
  }
}
