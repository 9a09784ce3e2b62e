package dev.posthouse.send;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.Guards;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.outbound.Sender;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.outbound.Verdict;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.JobSize;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Takes a message to one or more recipients: reads, decides, commits. Each recipient becomes a
/// message and a job of its own.
///
/// The first decision may rest on what is a moment old, because the commit checks it. A refusal may
/// not: before one is given, everything is read again as of now.
final class SendEmail {
  private static final int ATTEMPTS_MAX = 12;

  /// The gateway gives up after 30 s; what is not taken by then is answered while it still listens.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Outbox outbox;
  private final RosterCache rosters;
  private final Contents contents;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Ulids ulids;
  private final Backoff backoff;

  SendEmail(
      Outbox outbox,
      RosterCache rosters,
      Contents contents,
      InstantSource clock,
      RandomGenerator random,
      Backoff backoff) {
    this.outbox = outbox;
    this.rosters = rosters;
    this.contents = contents;
    this.clock = clock;
    this.random = random;
    this.ulids = new Ulids(clock, random);
    this.backoff = backoff;
  }

  /// Begins a send: draws its ids and reads what the first decision rests on, perhaps a moment old.
  Begun begin(SendCommand command) {
    List<Slot> slots = slots(command);
    List<Slot> valid = slots.stream().filter(slot -> slot.address.isPresent()).toList();
    List<Slot> first = valid.subList(0, Math.min(valid.size(), Admission.MESSAGES_MAX));
    Standing standing = read(command, command.roster(), first, false);
    return new Begun(command, slots, valid, standing);
  }

  /// A send whose first read is done.
  ///
  /// @param slots one per recipient, in their order
  /// @param valid those whose recipient is an address
  record Begun(SendCommand command, List<Slot> slots, List<Slot> valid, Standing standing) {}

  /// Takes what can be taken; one result per recipient, in their order.
  ///
  /// @param demandScope refuses a caller that may not send: asked once it is clear that the request
  ///   is not just the repetition of one that was taken
  List<SendResult> complete(Begun begun, Runnable demandScope) {
    SendCommand command = begun.command();
    List<Slot> valid = begun.valid();
    if (valid.isEmpty()) {
      demandScope.run();
      refuseSender(command, begun.slots());
    }
    for (int from = 0; from < valid.size(); from += Admission.MESSAGES_MAX) {
      int to = Math.min(valid.size(), from + Admission.MESSAGES_MAX);
      Optional<Standing> known = from == 0 ? Optional.of(begun.standing()) : Optional.empty();
      sendGroup(command, valid.subList(from, to), known, demandScope);
    }
    return begun.slots().stream().map(Slot::result).toList();
  }

  /// What a send to one recipient would rest on and come to now. Writes nothing.
  Preview preview(SendCommand command, EmailAddress recipient) {
    Roster roster = rosters.refresh(command.roster().identity()).orElse(command.roster());
    Instant dispatchAt = dispatchAt(command, clock.instant());
    Standing standing =
        outbox.standing(inquiry(roster, dispatchAt, List.of(recipient), List.of()), true);
    Correspondent correspondent =
        standing.recipients().getOrDefault(recipient, Correspondent.stranger(recipient));
    Verdict verdict =
        Guards.check(tenant(standing), roster, standing.sheet(), correspondent, random);
    return new Preview(roster, standing.sheet(), verdict, dispatchAt);
  }

  /// A decision and what it rests on.
  record Preview(Roster roster, DaySheet sheet, Verdict verdict, Instant dispatchAt) {}

  /// One recipient on the way to a result. Its ids are drawn once, whatever happens to the
  /// attempts.
  private static final class Slot {
    final String to;
    final Optional<EmailAddress> address;
    final JobId job;
    final MessageId message;
    SendResult result;

    Slot(String to, Optional<EmailAddress> address, JobId job, MessageId message) {
      this.to = to;
      this.address = address;
      this.job = job;
      this.message = message;
      this.result =
          new SendResult.Refused(to, new Refusal.InvalidRecipient("this is not an email address"));
    }

    EmailAddress validAddress() {
      return address.orElseThrow();
    }

    SendResult result() {
      return result;
    }
  }

  private List<Slot> slots(SendCommand command) {
    Roster roster = command.roster();
    var slots = new ArrayList<Slot>();
    for (int i = 0; i < command.recipients().size(); i++) {
      String to = command.recipients().get(i);
      int index = i;
      JobId job =
          command
              .idempotencyKey()
              .map(key ->
                  JobIds.keyed(roster.tenant(), "identities/send", roster.identity(), key, index))
              .orElseGet(() -> new JobId(JobId.PREFIX + ulids.next()));
      var message = new MessageId(MessageId.PREFIX + ulids.next());
      slots.add(new Slot(to, EmailAddress.tryParse(to), job, message));
    }
    return slots;
  }

  /// Whether the identity and the tenant may send at all comes before who the recipient is.
  private void refuseSender(SendCommand command, List<Slot> slots) {
    Roster roster = rosters.refresh(command.roster().identity()).orElse(command.roster());
    Tenant tenant = tenant(read(command, roster, List.of(), true));
    Guards.barredSender(tenant, roster)
        .ifPresent(refusal ->
            slots.forEach(slot -> slot.result = new SendResult.Refused(slot.to, refusal)));
  }

  private Standing read(SendCommand command, Roster roster, List<Slot> slots, boolean strong) {
    Instant dispatchAt = dispatchAt(command, clock.instant());
    List<EmailAddress> addresses = slots.stream().map(Slot::validAddress).toList();
    // Without a key nobody can have asked for these jobs before, but an earlier attempt of this
    // request may have put them.
    List<JobId> jobs =
        command.idempotencyKey().isPresent() || strong
            ? slots.stream().map(slot -> slot.job).toList()
            : List.of();
    return outbox.standing(inquiry(roster, dispatchAt, addresses, jobs), strong);
  }

  private void sendGroup(
      SendCommand command, List<Slot> group, Optional<Standing> known, Runnable demandScope) {
    Instant deadline = clock.instant().plus(PATIENCE);
    Roster roster = command.roster();
    Standing standing = known.orElseGet(() -> read(command, command.roster(), group, false));
    boolean strong = false;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Round round = decide(command, roster, group, standing, demandScope);
      boolean settled = round.admitted.isEmpty() || outbox.commit(round.admission());
      if (settled && (strong || !round.refused)) {
        return;
      }
      if (!settled) {
        round.slots.forEach(slot -> slot.result = new SendResult.Contended(slot.to));
        if (clock.instant().isAfter(deadline)) {
          return;
        }
        backoff.pause(attempt);
      }
      strong = true;
      roster = rosters.refresh(roster.identity()).orElse(roster);
      standing = read(command, roster, group, true);
    }
  }

  /// One attempt's decisions: who is admitted, and whether somebody is refused.
  private static final class Round {
    final Roster roster;
    final List<Admission.Admitted> admitted = new ArrayList<>();
    final List<Slot> slots = new ArrayList<>();
    boolean refused;

    Round(Roster roster) {
      this.roster = roster;
    }

    Admission admission() {
      return new Admission(roster, admitted);
    }
  }

  private Round decide(
      SendCommand command,
      Roster roster,
      List<Slot> group,
      Standing standing,
      Runnable demandScope) {
    Instant now = clock.instant();
    // Should midnight have passed since the read, the commit counts on the new day, within its
    // caps.
    Instant dispatchAt = dispatchAt(command, now);
    Tenant tenant = tenant(standing);
    DaySheet sheet = standing.sheet();
    var round = new Round(roster);
    for (Slot slot : group) {
      OutboundJob known = standing.jobs().get(slot.job);
      if (known != null) {
        slot.result = replay(command, slot, known);
        continue;
      }
      demandScope.run();
      EmailAddress address = slot.validAddress();
      Correspondent recipient =
          standing.recipients().getOrDefault(address, Correspondent.stranger(address));
      switch (Guards.check(tenant, roster, sheet, recipient, random)) {
        case Verdict.Refuse(Refusal refusal) -> {
          slot.result = new SendResult.Refused(slot.to, refusal);
          round.refused = true;
        }
        case Verdict.Admit admit -> {
          sheet = sheet.plusOne(admit.mailbox().ordinal());
          int remaining = roster.dailyCap() - sheet.total();
          Acceptance acceptance = acceptance(command, admit, now, dispatchAt, remaining);
          Admission.Admitted admitted = admit(command, roster, slot, admit, recipient, acceptance);
          slot.result = new SendResult.Accepted(slot.to, admitted.job(), false);
          round.admitted.add(admitted);
          round.slots.add(slot);
        }
      }
    }
    return round;
  }

  /// A job that is there already: taken by an earlier request, or by an earlier attempt of this one
  /// whose answer was lost.
  private static SendResult replay(SendCommand command, Slot slot, OutboundJob known) {
    if (!known.acceptance().fingerprint().equals(command.fingerprint())) {
      throw Problem.of(
              ProblemCode.IDEMPOTENCY_CONFLICT,
              "This Idempotency-Key was used for a request with another body.")
          .asException();
    }
    boolean ours = known.envelope().message().equals(slot.message);
    return new SendResult.Accepted(slot.to, known, !ours);
  }

  private Acceptance acceptance(
      SendCommand command, Verdict.Admit admit, Instant now, Instant dispatchAt, int remaining) {
    return new Acceptance(
        now,
        command.fingerprint(),
        admit.sendClass(),
        admit.affinity(),
        admit.mailbox().address(),
        dispatchAt,
        remaining,
        command.guarantee());
  }

  private Admission.Admitted admit(
      SendCommand command,
      Roster roster,
      Slot slot,
      Verdict.Admit admit,
      Correspondent recipient,
      Acceptance acceptance) {
    Optional<Contact> contact = recipient.contact();
    var envelope =
        new Envelope(
            roster.tenant(),
            roster.identity(),
            roster.handle(),
            new Sender(admit.mailbox().ordinal(), admit.mailbox().address()),
            recipient.address(),
            slot.message,
            contact
                .map(Contact::conversation)
                .orElseGet(() -> ConversationId.between(roster.identity(), recipient.address())),
            command.reply());
    OutboundJob job =
        OutboundJob.accepted(slot.job, envelope, new Payload.Inline(command.content()), acceptance);
    if (!JobSize.fits(job, command.content())) {
      // Written before the commit, so that a job never lacks its content.
      contents.put(slot.message.value(), command.content());
      var stored = new Payload.Stored(slot.message.value(), command.content().subject());
      job = OutboundJob.accepted(slot.job, envelope, stored, acceptance);
    }
    return new Admission.Admitted(
        job,
        contact.isPresent() ? Optional.empty() : Optional.of(opening(command, acceptance)),
        contact.map(Contact::ordinal).filter(pinned -> pinned != admit.mailbox().ordinal()));
  }

  private static Admission.Opening opening(SendCommand command, Acceptance acceptance) {
    return new Admission.Opening(
        command.content().subject(), command.content().snippet(), List.of(), acceptance.at());
  }

  private static Instant dispatchAt(SendCommand command, Instant now) {
    return command.sendAt().filter(at -> at.isAfter(now)).orElse(now);
  }

  private static Outbox.Inquiry inquiry(
      Roster roster,
      Instant dispatchAt,
      Collection<EmailAddress> recipients,
      Collection<JobId> jobs) {
    return new Outbox.Inquiry(
        roster.tenant(), roster.identity(), OutboundJob.dayOf(dispatchAt), recipients, jobs);
  }

  private static Tenant tenant(Standing standing) {
    return standing
        .tenant()
        .orElseThrow(() -> new IllegalStateException("an identity has a tenant"));
  }
}
