package dev.posthouse.local.aws;

import dev.posthouse.local.aws.MailSpool.Mail;
import dev.posthouse.local.aws.SesAccount.Suppressed;
import dev.posthouse.local.aws.SesEvent.Destination;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// What becomes of an accepted message: its events, and what comes back by mail, each at its time.
final class SesOutcomes {
  static final Duration SERVER_ANSWERS = Duration.ofSeconds(1);
  static final Duration PROGRAM_ANSWERS = Duration.ofSeconds(2);
  static final Duration PERSON_ANSWERS = Duration.ofSeconds(3);
  static final Duration PERSON_COMPLAINS = Duration.ofSeconds(5);

  /// When a delayed message is delivered after all.
  static final Duration DELAY_ENDS = Duration.ofMinutes(15);

  /// What every virus scanner takes for a virus (eicar.org).
  private static final String TEST_VIRUS = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

  private final SesAccount account;
  private final Outgoing outgoing;
  private final Ids ids;

  SesOutcomes(SesAccount account, Outgoing outgoing, Ids ids) {
    this.account = account;
    this.outgoing = outgoing;
    this.ids = ids;
  }

  /// Plans all that follows from a mail.
  ///
  /// @param source the sender as the request named it
  /// @param bytes the message as it left
  Outgoing.Batch of(Mail mail, String source, byte[] bytes) {
    Outgoing.Batch batch = outgoing.batch();
    MailHeader header = MailHeader.parse(bytes);
    var details = new SesDetails(mail, source, header);
    var answers = new Answers(mail, header, ids);
    List<Fate> fates = new ArrayList<>();
    for (String recipient : mail.to()) {
      fates.add(fate(recipient, mail.at()));
    }
    event(batch, mail, mail.at(), details.sent());
    if (fates.contains(Fate.REJECTED) || hasVirus(bytes)) {
      event(batch, mail, mail.at().plus(SERVER_ANSWERS), details.rejected());
      return batch;
    }
    for (int i = 0; i < fates.size(); i++) {
      happen(batch, mail, mail.to().get(i), fates.get(i), details, answers);
    }
    return batch;
  }

  private Fate fate(String recipient, Instant now) {
    boolean suppressed =
        account.suppressed(recipient).filter(entry -> !entry.at().isAfter(now)).isPresent();
    return suppressed ? Fate.SUPPRESSED_BY_ACCOUNT : Fate.of(recipient);
  }

  private static boolean hasVirus(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains(TEST_VIRUS);
  }

  private void happen(
      Outgoing.Batch batch,
      Mail mail,
      String recipient,
      Fate fate,
      SesDetails details,
      Answers answers) {
    Instant soon = mail.at().plus(SERVER_ANSWERS);
    switch (fate) {
      case DELIVERED -> event(batch, mail, soon, details.delivered(recipient, soon));
      case BOUNCED -> {
        event(batch, mail, soon, details.bounced(recipient, fate, ids.messageId(soon), soon));
        suppress(mail, recipient, "BOUNCE", soon);
      }
      case SOFT_BOUNCED, SUPPRESSED, SUPPRESSED_BY_ACCOUNT ->
          event(batch, mail, soon, details.bounced(recipient, fate, ids.messageId(soon), soon));
      case COMPLAINED -> {
        event(batch, mail, soon, details.delivered(recipient, soon));
        Instant then = mail.at().plus(PERSON_COMPLAINS);
        event(batch, mail, then, details.complained(recipient, ids.messageId(then), then));
        suppress(mail, recipient, "COMPLAINT", then);
      }
      case DELAYED -> {
        event(batch, mail, soon, details.delayed(recipient, soon));
        Instant then = mail.at().plus(DELAY_ENDS);
        event(batch, mail, then, details.delivered(recipient, then));
      }
      case REPLIED -> {
        event(batch, mail, soon, details.delivered(recipient, soon));
        Instant then = mail.at().plus(PERSON_ANSWERS);
        batch.surely(then, new Due.Inbound(answers.reply(recipient, then)));
      }
      case AUTO_REPLIED -> {
        event(batch, mail, soon, details.delivered(recipient, soon));
        Instant then = mail.at().plus(PROGRAM_ANSWERS);
        batch.surely(then, new Due.Inbound(answers.outOfOffice(recipient, then)));
      }
      case RETURNED -> {
        Instant then = mail.at().plus(PROGRAM_ANSWERS);
        batch.surely(then, new Due.Inbound(answers.statusNotification(recipient, then)));
      }
      case REJECTED -> throw new IllegalStateException("rejected as a whole");
    }
  }

  /// Hard bounces and complaints enter the account's suppression list, those of the simulator do
  /// not.
  private void suppress(Mail mail, String recipient, String reason, Instant at) {
    if (!Fate.simulated(recipient)) {
      account.suppress(new Suppressed(recipient, reason, at, mail.id()));
    }
  }

  private void event(Outgoing.Batch batch, Mail mail, Instant at, SesDetails.Detail detail) {
    for (Destination destination :
        account.destinations(mail.configurationSet(), detail.matchingType())) {
      ObjectNode json = detail.json();
      batch.event(at, new Due.Ses(new SesEvent(ids.uuid(), at, json, destination)));
    }
  }
}
