package dev.posthouse.local.run;

import dev.posthouse.local.aws.MailSpool;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The mail that was sent, as pages without scripts.
final class MailPage {
  static final String STYLE =
      """
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      body { margin: 0 auto; max-width: 60rem; padding: 1rem; }
      h1 { font-size: 1.25rem; }
      ul { list-style: none; margin: 0; padding: 0; }
      li { border-top: 1px solid light-dark(#ccc, #444); padding: .75rem 0; }
      li a { font-weight: 600; }
      p, dl { margin: 0; overflow-wrap: anywhere; }
      dt { color: light-dark(#555, #aaa); float: left; clear: left; width: 5.5rem; }
      dd { margin: 0 0 0 5.5rem; }
      pre { background: light-dark(#f4f4f4, #1c1c1c); overflow-wrap: anywhere; padding: .75rem;
        white-space: pre-wrap; }
      .quiet { color: light-dark(#555, #aaa); }
      a:focus-visible { outline: 3px solid; outline-offset: 2px; }
      """;

  private static final String FRAME =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%s</title>
      <link rel="stylesheet" href="/_local/style.css">
      </head>
      <body>
      <main>
      <h1>%s</h1>
      %s
      </main>
      </body>
      </html>
      """;

  private MailPage() {}

  static String list(List<MailSpool.Mail> mails) {
    StringBuilder rows = new StringBuilder();
    for (MailSpool.Mail mail : mails) {
      rows.append(
          """
          <li><a href="/_local/mail/%s">%s</a>
          <p>%s → %s</p>
          <p class="quiet"><time datetime="%5$s">%5$s</time></p></li>
          """
              .formatted(
                  escaped(mail.id()),
                  escaped(titled(mail)),
                  escaped(mail.from()),
                  escaped(String.join(", ", mail.to())),
                  mail.at()));
    }
    String body = mails.isEmpty() ? "<p>No mail yet.</p>" : "<ul>\n" + rows + "</ul>";
    return FRAME.formatted("Mail", "Mail, newest first", body);
  }

  static String one(MailSpool.Mail mail, byte[] bytes) {
    String title = escaped(titled(mail));
    String body =
        """
        <nav><a href="/_local/mail">All mail</a> · <a href="/_local/mail/%s/raw">Download</a></nav>
        <dl>
        <dt>From</dt><dd>%s</dd>
        <dt>To</dt><dd>%s</dd>
        <dt>At</dt><dd><time datetime="%4$s">%4$s</time></dd>
        </dl>
        <h2>As it was sent</h2>
        <pre tabindex="0">%5$s</pre>
        """
            .formatted(
                escaped(mail.id()),
                escaped(mail.from()),
                escaped(String.join(", ", mail.to())),
                mail.at(),
                escaped(new String(bytes, StandardCharsets.UTF_8)));
    return FRAME.formatted(title, title, body);
  }

  private static String titled(MailSpool.Mail mail) {
    return mail.subject().isBlank() ? "(no subject)" : mail.subject();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
