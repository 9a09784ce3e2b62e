package dev.posthouse.discovery;

import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.lambda.ProblemCode;

/// The pages. They bring no script of their own but the one of `/docs`, and no inline style.
final class Pages {
  /// As for every page; Swagger UI's style sheet holds its icons as `data:` images.
  static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final int MB = 1024 * 1024;

  private final Offer offer;

  Pages(Offer offer) {
    this.offer = offer;
  }

  /// Swagger UI with our description.
  String docs() {
    return page(
        "API",
        """
        <link rel="stylesheet" href="/docs/assets/swagger-ui.css">
        """,
        """
        <p><a href="/openapi.json">openapi.json</a> · <a href="/docs/errors">Errors</a> ·
        <a href="/limits">Limits</a></p>
        <div id="swagger-ui"></div>
        <noscript><p>This page needs JavaScript; <a href="/openapi.json">openapi.json</a> does
        not.</p></noscript>
        <script src="/docs/assets/swagger-ui-bundle.js"></script>
        <script src="/docs/assets/docs.js"></script>
        """);
  }

  /// Every error, where the `type` of a problem leads.
  String errors() {
    var rows = new StringBuilder();
    for (ProblemCode code : ProblemCode.values()) {
      rows.append(
          "<tr id=\"%s\"><td><code>%s</code></td><td>%d</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
              .formatted(
                  code.code(),
                  code.code(),
                  code.status(),
                  escaped(code.title()),
                  code.retryable() ? "yes" : "no",
                  escaped(code.fix())));
    }
    return page(
        "Errors",
        "",
        """
        <p><a href="/docs">API</a> · <a href="/limits">Limits</a></p>
        <p>Every error is an RFC 9457 problem. In order of precedence: when several apply, you see
        the first.</p>
        <table>
        <thead><tr><th>code</th><th>status</th><th>title</th><th>repeat it?</th><th>fix</th></tr>
        </thead>
        <tbody>
        %s</tbody>
        </table>
        """
            .formatted(rows));
  }

  /// What may be sent, what it costs, how to get more, and what is never to be had.
  String limits() {
    var tiers = new StringBuilder();
    for (String name : Tiers.standard().names()) {
      Tiers.standard()
          .find(name)
          .ifPresent(tier ->
              tiers.append(
                  "<tr><td>%s</td><td>%,d</td><td>%d</td><td>%d</td></tr>\n"
                      .formatted(tier.name(), tier.dailyCap(), tier.mailboxes(), tier.domains())));
    }
    MessageLimits all = MessageLimits.ALL;
    return page(
        "Limits",
        "",
        """
        <p><a href="/docs">API</a> · <a href="/docs/errors">Errors</a></p>
        <p>Your own limits, what is used of them and when they reset: <code>GET /v1/limits</code>
        with your key.</p>
        <h2>External recipients</h2>
        <p>Mail to mailboxes of this platform is free. A mailbox writes to the outside once its
        tenant has credits, one for each recipient, or is enabled by the operator.</p>
        <p>Recipients in any rolling hour and any rolling 24 hours, by plan; plans that are not
        named have no such limit: <code>%s</code></p>
        <h2>How to unlock</h2>
        <p>%s</p>
        <h2>Identities with a pool</h2>
        <table>
        <thead><tr><th>tier</th><th>messages a day</th><th>mailboxes</th><th>domains</th></tr></thead>
        <tbody>
        %s</tbody>
        </table>
        <p>A new pool begins with a few messages a day and grows while its mail does well.</p>
        <h2>One request</h2>
        <p>%d recipients; a subject of %d characters; text and HTML of %d MB together; %d files;
        %d MB in all; up to %d days ahead.</p>
        <h2>Never supported, paid or not</h2>
        <ul>
        <li>bulk marketing</li>
        <li>purchased lists</li>
        <li>unsolicited mail</li>
        <li>writing to people who are suppressed</li>
        </ul>
        <p>First contacts are people who asked for it or have to do with you: <code>cold</code> names
        how a conversation is paced, not a permission.</p>
        %s\
        """
            .formatted(
                escaped(offer.quotas()),
                unlock(),
                tiers,
                all.recipients(),
                all.subjectCharacters(),
                all.bodyBytes() / MB,
                all.attachments(),
                all.requestBytes() / MB,
                all.sendAtDaysAhead(),
                support()));
  }

  private String unlock() {
    return offer.paymentAssets().isEmpty()
        ? "This deployment takes no payments; ask its operator."
        : """
        Buy credits with <code>POST /v1/billing/topup</code>, %,d for a dollar; or upgrade with
        <code>POST /v1/billing/upgrade-intent</code> for $%s, which brings %,d credits and ends the
        rolling limits%s.\
        """
            .formatted(
                offer.creditsPerUsd(),
                offer.upgradeUsd(),
                offer.upgradeCredits(),
                offer.upgradesApproved() ? "" : " once the operator has looked at it");
  }

  private String support() {
    return offer
        .supportContact()
        .map(contact -> {
          String href = contact.startsWith("https://") ? contact : "mailto:" + contact;
          return "<h2>Help</h2>\n<p><a href=\"%s\">%s</a></p>\n"
              .formatted(escaped(href), escaped(contact));
        })
        .orElse("");
  }

  private static String page(String title, String head, String body) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Posthouse: %s</title>
    <link rel="stylesheet" href="/docs/assets/page.css">
    %s</head>
    <body>
    <main>
    <h1>%s</h1>
    %s</main>
    </body>
    </html>
    """
        .formatted(title, head, title, body);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
