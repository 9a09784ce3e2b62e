package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;

/// Makes the jobs of messages that are admitted.
///
/// @param fits whether content is small enough to be part of its job
record NewJobs(Contents contents, BiPredicate<OutboundJob, Content> fits) {
  /// The price of writing to one person outside from a mailbox.
  static final Credits CREDITS_PER_RECIPIENT = new Credits(1);

  /// What a message costs: a mailbox pays for everybody outside it writes to.
  static Charge price(Roster roster, Route route) {
    return roster.selfServe() && route == Route.EXTERNAL
        ? Charge.reserved(CREDITS_PER_RECIPIENT)
        : Charge.NONE;
  }

  /// One recipient's message, as it was decided on.
  ///
  /// @param at when it goes out
  /// @param sheet the day's, with the message counted
  record Decided(
      SendCommand command,
      Correspondent recipient,
      Route route,
      Verdict.Admit admit,
      Instant at,
      DaySheet sheet) {
    private Acceptance acceptance(Roster roster, Instant now) {
      return new Acceptance(
          now,
          command.fingerprint(),
          admit.sendClass(),
          admit.affinity(),
          admit.mailbox().address(),
          at,
          roster.sheetCap() - sheet.total(),
          command.guarantee(),
          command.noReplyAfter());
    }

    private Envelope envelope(Roster roster, Slot slot) {
      return new Envelope(
          roster.tenant(),
          roster.identity(),
          roster.handle(),
          new Sender(admit.mailbox().ordinal(), admit.mailbox().address()),
          recipient.address(),
          slot.message,
          recipient
              .contact()
              .map(Contact::conversation)
              .orElseGet(() -> ConversationId.between(roster.identity(), recipient.address())),
          command.reply(),
          route,
          slot.group);
    }
  }

  Admission.Admitted make(Round round, Slot slot, Decided decided, Instant now) {
    Roster roster = round.roster;
    SendCommand command = decided.command();
    Acceptance acceptance = decided.acceptance(roster, now);
    Envelope envelope = decided.envelope(roster, slot);
    Charge charge = price(roster, decided.route());
    Payload inline = new Payload.Inline(command.content());
    OutboundJob job = OutboundJob.accepted(slot.job, envelope, inline, acceptance, charge);
    if (!fits.test(job, command.content())) {
      // Written before the commit, so that a job never lacks its content.
      if (round.keeps(slot.message)) {
        contents.put(slot.message.value(), command.content());
      }
      var stored = new Payload.Stored(slot.message.value(), command.content().subject());
      job = OutboundJob.accepted(slot.job, envelope, stored, acceptance, charge);
    }
    return new Admission.Admitted(
        job,
        slot.opensConversation(decided.recipient())
            ? Optional.of(opening(command, now))
            : Optional.empty(),
        decided
            .recipient()
            .contact()
            .map(Contact::ordinal)
            .filter(pinned -> pinned != decided.admit().mailbox().ordinal()));
  }

  private static Admission.Opening opening(SendCommand command, Instant now) {
    return new Admission.Opening(
        command.content().subject(), command.content().snippet(), command.labels(), now);
  }
}
