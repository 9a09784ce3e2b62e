package dev.posthouse.mail.inbound;

import dev.posthouse.mail.NamedAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What was read of a message, for people to read: one line each, bodies behind bars.
final class MailSummary {
  private final List<String> lines = new ArrayList<>();

  private MailSummary() {}

  static String of(InboundMail mail) {
    MailSummary summary = new MailSummary();
    summary.classification(mail.classification());
    summary.header(mail.header());
    summary.threadKeys(mail.threadKeys());
    summary.verdicts(mail.verdicts());
    summary.parts(mail);
    return summary.lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private void classification(Classification classification) {
    switch (classification) {
      case Classification.Bounce(var recipients, var original) -> {
        lines.add("class: bounce");
        recipients.forEach(this::recipient);
        original(original);
      }
      case Classification.Complaint(var type, var recipients, var reporter, var original) -> {
        lines.add("class: complaint, " + lower(type) + ", by " + reporter);
        recipients.forEach(recipient -> lines.add("  recipient: " + recipient));
        original(original);
      }
      case Classification.AutoReply(boolean answer, var evidence) ->
          lines.add("class: " + (answer ? "auto-reply" : "generated") + " by " + evidence);
      case Classification.UnsubscribeRequest(var evidence) ->
          lines.add("class: unsubscribe by " + evidence);
      case Classification.ListMail(var listId, var evidence) ->
          lines.add("class: list by " + evidence + listId.map(id -> ", " + id).orElse(""));
      case Classification.Human() -> lines.add("class: human");
    }
  }

  private void recipient(BouncedRecipient recipient) {
    lines.add(
        "  recipient: %s %s %s %s%s%s"
            .formatted(
                recipient.finalRecipient().map(Object::toString).orElse("?"),
                lower(recipient.action()),
                recipient.status(),
                lower(recipient.cause()),
                recipient.permanent() ? ", for good" : "",
                recipient.originalRecipient().map(a -> ", sent to " + a).orElse("")));
    if (!recipient.diagnostic().isEmpty()) {
      lines.add("    " + recipient.diagnostic());
    }
  }

  private void original(OriginalMail original) {
    add("  original", original.messageId());
    add("  ses id", original.sesId());
    add("  envelope id", original.envelopeId());
    add("  job", original.headers().first("x-posthouse-job"));
  }

  private void header(InboundHeader header) {
    add("return-path", header.envelope().returnPath());
    if (header.envelope().nullReturnPath()) {
      lines.add("return-path: <>");
    }
    add("received for", header.envelope().recipient());
    add("from", header.from().map(MailSummary::shown));
    add("sender", header.sender().map(MailSummary::shown));
    add("reply-to", header.replyTo());
    add("to", header.to());
    add("cc", header.cc());
    add("date", header.date());
    lines.add("subject: " + header.subject());
    add("message-id", header.messageId());
  }

  private void threadKeys(ThreadKeys keys) {
    keys.messageIds().forEach(id -> lines.add("thread: " + id));
    keys.sesIds().forEach(id -> lines.add("thread, ses id: " + id));
    keys.tokens().forEach(token -> lines.add("token: " + token.token() + " of " + token.base()));
    if (!keys.baseSubject().equalsIgnoreCase(lines.isEmpty() ? "" : subject())) {
      lines.add("base subject: " + keys.baseSubject());
    }
  }

  private String subject() {
    return lines.stream()
        .filter(line -> line.startsWith("subject: "))
        .findFirst()
        .orElse("subject: ")
        .substring("subject: ".length());
  }

  private void verdicts(Verdicts verdicts) {
    if (!verdicts.equals(Verdicts.NONE)) {
      lines.add(
          "verdicts: spf=%s dkim=%s dmarc=%s spam=%s virus=%s"
              .formatted(
                  lower(verdicts.spf()),
                  lower(verdicts.dkim()),
                  lower(verdicts.dmarc()),
                  lower(verdicts.spam()),
                  lower(verdicts.virus())));
    }
  }

  private void parts(InboundMail mail) {
    mail.cuts().stream().sorted().forEach(cut -> lines.add("cut: " + lower(cut)));
    for (InboundAttachment attachment : mail.attachments()) {
      lines.add(
          "attachment: %s, %s, %d bytes%s%s"
              .formatted(
                  attachment.filename(),
                  attachment.contentType(),
                  attachment.sizeBytes(),
                  attachment.inline() ? ", inline" : "",
                  attachment.contentId().map(id -> ", cid " + id).orElse("")));
    }
    mail.calendars()
        .forEach(calendar ->
            lines.add(
                "calendar: " + calendar.method() + ", " + calendar.text().length() + " chars"));
    mail.body().html().ifPresent(html -> lines.add("html: " + html.length() + " chars"));
    block("text", mail.body().text());
    if (!mail.body().newText().equals(mail.body().text())) {
      block("new text", mail.body().newText());
    }
  }

  private void block(String name, String text) {
    lines.add(name + ":");
    text.stripTrailing().lines().forEach(line -> lines.add(("| " + line).stripTrailing()));
  }

  private void add(String name, Optional<?> value) {
    value.ifPresent(it -> lines.add(name + ": " + it));
  }

  private void add(String name, Collection<NamedAddress> addresses) {
    addresses.forEach(address -> lines.add(name + ": " + shown(address)));
  }

  private static String shown(NamedAddress address) {
    return (address.displayName() == null ? "" : address.displayName() + " ")
        + "<"
        + address.address()
        + ">";
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
