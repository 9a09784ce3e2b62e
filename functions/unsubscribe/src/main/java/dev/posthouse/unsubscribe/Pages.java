package dev.posthouse.unsubscribe;

import dev.posthouse.domain.EmailAddress;

/// What people see who follow an unsubscribe link. No script and no style: a page that must work in
/// every browser.
final class Pages {
  /// For a link that we did not make, or that was cut on the way.
  static final String UNKNOWN =
      page(
          "This link is not complete",
          "<p>Open the link in the mail once more, or answer the mail and ask for no more.</p>");

  private Pages() {}

  /// Asks before anything is changed.
  static String question(EmailAddress recipient) {
    return page(
        "Unsubscribe",
        """
        <p>Stop all mail of this sender to <strong>%s</strong>?</p>
        <form method="post"><button type="submit" name="List-Unsubscribe" value="One-Click">\
        Unsubscribe</button></form>
        """
            .formatted(escaped(recipient.toString())));
  }

  /// Says that it is done.
  static String done(EmailAddress recipient) {
    return page(
        "You are unsubscribed",
        "<p><strong>%s</strong> gets no more mail of this sender.</p>"
            .formatted(escaped(recipient.toString())));
  }

  private static String page(String title, String body) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>%s</title>
    </head>
    <body>
    <main>
    <h1>%s</h1>
    %s
    </main>
    </body>
    </html>
    """
        .formatted(title, title, body);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
