package dev.posthouse.local.aws;

import dev.posthouse.local.aws.MailSpool.Mail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What a recipient, or a program of his, writes back.
final class Answers {
  private static final String BOUNDARY = "=_delivery_status";

  private final Mail mail;
  private final MailHeader header;
  private final Ids ids;

  /// @param header of the message as it left
  Answers(Mail mail, MailHeader header, Ids ids) {
    this.mail = mail;
    this.header = header;
    this.ids = ids;
  }

  /// A person's reply, to where the message asks for replies.
  InboundMail reply(String recipient, Instant at) {
    String to = header.addresses("Reply-To").stream().findFirst().orElse(mail.from());
    List<String> lines = new ArrayList<>();
    lines.add("From: " + recipient);
    lines.add("To: " + to);
    lines.add("Subject: " + reSubject());
    thread(lines, recipient, at);
    text(lines);
    lines.add("Thank you, that is good to know.");
    lines.add("");
    lines.add("On %s, %s wrote:".formatted(SesSend.date(mail.at()), mail.from()));
    lines.add("> (the message)");
    return new InboundMail(bytes(lines), recipient, to);
  }

  /// An out-of-office answer (RFC 3834): to the sender of the envelope, from nobody.
  InboundMail outOfOffice(String recipient, Instant at) {
    List<String> lines = new ArrayList<>();
    lines.add("From: " + recipient);
    lines.add("To: " + mail.from());
    lines.add("Subject: Automatic reply: " + rawSubject());
    thread(lines, recipient, at);
    lines.add("Auto-Submitted: auto-replied");
    text(lines);
    lines.add("I am out of the office and will be back next week.");
    return new InboundMail(bytes(lines), "", mail.from());
  }

  /// A delivery status notification (RFC 3464) of the recipient's server, from nobody.
  InboundMail statusNotification(String recipient, Instant at) {
    String server = "mx." + domain(recipient);
    List<String> lines = new ArrayList<>();
    lines.add("From: Mail Delivery System <MAILER-DAEMON@" + server + ">");
    lines.add("To: " + mail.from());
    lines.add("Subject: Undelivered Mail Returned to Sender");
    thread(lines, "MAILER-DAEMON@" + server, at);
    lines.add("Auto-Submitted: auto-replied");
    lines.add("MIME-Version: 1.0");
    lines.add("Content-Type: multipart/report; report-type=delivery-status;");
    lines.add("\tboundary=\"" + BOUNDARY + "\"");
    lines.add("");
    lines.add("--" + BOUNDARY);
    lines.add("Content-Type: text/plain; charset=us-ascii");
    lines.add("");
    lines.add("<" + recipient + ">: host " + server + " said: 550 5.1.1 user unknown");
    lines.add("");
    lines.add("--" + BOUNDARY);
    lines.add("Content-Type: message/delivery-status");
    lines.add("");
    lines.add("Reporting-MTA: dns; " + server);
    lines.add("Arrival-Date: " + SesSend.date(mail.at()));
    lines.add("");
    lines.add("Final-Recipient: rfc822; " + recipient);
    lines.add("Original-Recipient: rfc822;" + recipient);
    lines.add("Action: failed");
    lines.add("Status: 5.1.1");
    lines.add("Remote-MTA: dns; " + server);
    lines.add("Diagnostic-Code: smtp; 550 5.1.1 user unknown");
    lines.add("");
    lines.add("--" + BOUNDARY);
    lines.add("Content-Type: text/rfc822-headers");
    lines.add("");
    for (MailHeader.Field field : header.fields()) {
      lines.add(field.lines().stripTrailing());
    }
    lines.add("");
    lines.add("--" + BOUNDARY + "--");
    return new InboundMail(bytes(lines), "", mail.from());
  }

  private void thread(List<String> lines, String from, Instant at) {
    String answered = header.value("Message-ID").orElseThrow();
    lines.add("Date: " + SesSend.date(at));
    lines.add("Message-ID: <" + ids.uuid() + "@" + domain(from) + ">");
    lines.add("In-Reply-To: " + answered);
    // RFC 5322 §3.6.4; folded, since references grow with the conversation.
    String before =
        header.value("References").or(() -> header.value("In-Reply-To")).orElse("").strip();
    String references = before.isEmpty() ? answered : before + " " + answered;
    lines.add("References: " + String.join("\r\n ", references.split("\\s+")));
  }

  private static void text(List<String> lines) {
    lines.add("MIME-Version: 1.0");
    lines.add("Content-Type: text/plain; charset=utf-8");
    lines.add("");
  }

  private String reSubject() {
    String subject = rawSubject();
    return subject.regionMatches(true, 0, "Re:", 0, 3) ? subject : "Re: " + subject;
  }

  /// Still encoded, as it came.
  private String rawSubject() {
    return header.value("Subject").orElse("");
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  private static byte[] bytes(List<String> lines) {
    return (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
