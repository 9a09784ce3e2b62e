package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.mail.NamedAddress;
import dev.posthouse.mail.inbound.Classification.Bounce;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bounces that are written for people: of qmail, older Exim, older Exchange and others.
final class PlainBounce {
  private static final int TEXT_MAX = 20_000;
  private static final String FAILED_RECIPIENTS = "x-failed-recipients";

  private static final Pattern DAEMON =
      Pattern.compile(
          "(?i)(mailer-?daemon|postmaster|mail-?delivery.*|system-administrator|bounce.*)");
  private static final Pattern SUBJECT =
      Pattern.compile(
          "failure notice|undeliver\\w*|delivery (?:status notification|failure|report|has"
              + " failed|problem)|mail delivery (?:failed|system|subsystem)|returned mail|mail"
              + " system error|message (?:delayed|not delivered|undeliverable)|delayed"
              + " mail|warning: message|could not (?:send|be delivered)|rejected: |delivery"
              + " notification|non-delivery|unzustellbar|nicht zugestellt|zustellung"
              + " fehlgeschlagen|non remis|échec de (?:la )?remise|no se puede entregar|no"
              + " entregado|mancato recapito|non recapitabile|onbestelbaar|olevererbart|kunde inte"
              + " levereras|não entregue|nie dostarczono|недоставлен|配信不能|配信できません|退信",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern DELAY =
      Pattern.compile(
          "delayed|warning: message|still (?:trying|being retried)|not yet been delivered",
          Pattern.CASE_INSENSITIVE);
  // Where the copy of the message begins.
  private static final Pattern COPY =
      Pattern.compile(
          "(?im)^(?:-+ ?(?:below this line is a copy|this is a copy of|the body of the"
              + " message|original message|message header|the header of the original|returned"
              + " message|undelivered message)|original message (?:headers"
              + " )?follows|return-path:|received: ).*$");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}+@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}");

  private PlainBounce() {}

  /// The bounce that a message without a report is, empty if it is none.
  static Optional<Bounce> of(Part message, InboundHeader head, MailBody body) {
    HeaderFields header = head.fields();
    boolean daemon =
        head.envelope().nullReturnPath()
            || head.from()
                .map(from -> DAEMON.matcher(from.address().localPart()).matches())
                .orElse(false);
    boolean bounce =
        header.has(FAILED_RECIPIENTS) || (daemon && SUBJECT.matcher(head.subject()).find());
    return bounce ? Optional.of(read(message, head, body)) : Optional.empty();
  }

  private static Bounce read(Part message, InboundHeader head, MailBody body) {
    String text = CleanText.cut(body.text(), TEXT_MAX);
    Matcher copy = COPY.matcher(text);
    boolean hasCopy = copy.find();
    String report = hasCopy ? text.substring(0, copy.start()) : text;
    boolean delayed = DELAY.matcher(head.subject() + "\n" + report).find();
    HeaderFields returned =
        ReturnedMail.returned(message)
            .or(() ->
                hasCopy ? Optional.of(header(text.substring(copy.start()))) : Optional.empty())
            .orElse(HeaderFields.NONE);
    List<BouncedRecipient> recipients =
        recipients(head, report).stream()
            .limit(InboundLimits.REPORTED_MAX)
            .map(address -> recipient(address, report, delayed))
            .toList();
    return new Bounce(recipients, ReturnedMail.of(returned, head.fields(), Optional.empty()));
  }

  /// The header within the copy: what stands before it and is no field is passed over.
  private static HeaderFields header(String copy) {
    String fields = copy.replaceFirst("^(?![A-Za-z-]+:)[^\n]*\n\\s*", "");
    return PartReader.readHeader(fields.getBytes(StandardCharsets.UTF_8));
  }

  private static Set<EmailAddress> recipients(InboundHeader head, String report) {
    Set<EmailAddress> found = new LinkedHashSet<>();
    AddressReader.read(head.fields().all(FAILED_RECIPIENTS), EnumSet.noneOf(Cut.class))
        .forEach(named -> found.add(named.address()));
    if (found.isEmpty()) {
      ADDRESS
          .matcher(report)
          .results()
          .forEach(match -> EmailAddress.tryParse(match.group()).ifPresent(found::add));
      head.from().map(NamedAddress::address).ifPresent(found::remove);
      head.to().forEach(ours -> found.remove(ours.address()));
      found.removeIf(address -> DAEMON.matcher(address.localPart()).matches());
    }
    return found;
  }

  private static BouncedRecipient recipient(EmailAddress address, String report, boolean delayed) {
    BounceAction action = delayed ? BounceAction.DELAYED : BounceAction.FAILED;
    String diagnostic = about(address, report);
    String status = BounceCauses.status(diagnostic, DeliveryReport.general(action));
    return new BouncedRecipient(
        Optional.of(address),
        Optional.empty(),
        action,
        status,
        diagnostic,
        BounceCauses.of(status, diagnostic));
  }

  /// What is said from the address on, up to a line of the next address.
  private static String about(EmailAddress address, String report) {
    int start = report.indexOf(address.localPart() + "@");
    if (start < 0) {
      return "";
    }
    String rest = report.substring(Math.min(report.length(), start + address.toString().length()));
    Matcher next = Pattern.compile("(?m)^\\s*<?" + ADDRESS.pattern() + ">?:?\\s*$").matcher(rest);
    String own = next.find() ? rest.substring(0, next.start()) : rest;
    String line = CleanText.line(own).replaceAll("^[>:\\s]+", "").replaceAll("\\s+", " ");
    return CleanText.cut(line, InboundLimits.DIAGNOSTIC_CHARS_MAX);
  }
}
