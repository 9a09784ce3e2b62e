package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.purse.Moments;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.domain.purse.Reservation;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Takes a message to one or more recipients: reads, decides, commits. Each recipient becomes a job
/// of its own; what is sent from a mailbox is one message of several copies, what is sent from a
/// rotated identity a message for each.
///
/// The first decision may rest on what is a moment old, because the commit checks it. A refusal may
/// not: before one is given, everything is read again as of now.
public final class SendEmail {
  /// The price of writing to one person outside from a mailbox.
  public static final Credits CREDITS_PER_RECIPIENT = new Credits(1);

  private static final int ATTEMPTS_MAX = 12;

  /// The function may run 15 s. What is not taken by then is answered while it still can be.
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Outbox outbox;
  private final RosterCache rosters;
  private final Contents contents;
  private final Quotas quotas;
  private final MomentPages pages;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Ulids ulids;
  private final BiPredicate<OutboundJob, Content> fits;
  private final IntConsumer pause;

  /// @param quotas what each plan may send to people outside
  /// @param pages the moments those ask for and purses have no place for
  /// @param fits whether content is small enough to be part of its job
  /// @param pause waits before the attempt after the given one, of 1 and more
  public SendEmail(
      Outbox outbox,
      RosterCache rosters,
      Contents contents,
      Quotas quotas,
      MomentPages pages,
      InstantSource clock,
      RandomGenerator random,
      BiPredicate<OutboundJob, Content> fits,
      IntConsumer pause) {
    this.outbox = outbox;
    this.rosters = rosters;
    this.contents = contents;
    this.quotas = quotas;
    this.pages = pages;
    this.clock = clock;
    this.random = random;
    this.ulids = new Ulids(clock, random);
    this.fits = fits;
    this.pause = pause;
  }

  /// Begins a send: draws its ids and reads what the first decision rests on, perhaps a moment old.
  public Begun begin(SendCommand command) {
    List<Slot> slots = slots(command);
    List<Slot> valid = slots.stream().filter(slot -> slot.address.isPresent()).toList();
    List<Slot> first = valid.subList(0, Math.min(valid.size(), groupSize(command)));
    Standing standing = read(command, command.roster(), first, false);
    return new Begun(command, slots, valid, standing);
  }

  /// Copies of one message are taken together or not at all, people written to one by one in groups
  /// that seldom conflict.
  private static int groupSize(SendCommand command) {
    return command.message().isPresent()
        ? Math.max(1, command.recipients().size())
        : Admission.MESSAGES_USUAL;
  }

  /// Refuses a caller that may not send, by an exception of its own.
  @FunctionalInterface
  public interface Permit {
    /// The caller's limits, if it may send.
    KeyLimits demand();
  }

  /// A send whose first read is done.
  ///
  /// @param slots one per recipient, in their order
  /// @param valid those whose recipient is an address
  public record Begun(SendCommand command, List<Slot> slots, List<Slot> valid, Standing standing) {}

  /// As the other, for a sender without limits of its own.
  public List<SendResult> complete(Begun begun, Runnable demandScope, Runnable beforeCommit) {
    Permit unlimited =
        () -> {
          demandScope.run();
          return KeyLimits.NONE;
        };
    return complete(begun, unlimited, beforeCommit);
  }

  /// Takes what can be taken; one result per recipient, in their order.
  ///
  /// @param permit refuses a caller that may not send, else tells its limits: asked once it is
  ///   clear that the request is not just the repetition of one that was taken
  /// @param beforeCommit called once before anything is taken, to keep what jobs refer to
  public List<SendResult> complete(Begun begun, Permit permit, Runnable beforeCommit) {
    SendCommand command = begun.command();
    List<Slot> valid = begun.valid();
    Instant deadline = clock.instant().plus(PATIENCE);
    if (valid.isEmpty()) {
      permit.demand();
      refuseSender(command, begun.slots());
    }
    int size = groupSize(command);
    var preparation = new Once(beforeCommit);
    for (int from = 0; from < valid.size(); from += size) {
      int to = Math.min(valid.size(), from + size);
      Optional<Standing> known = from == 0 ? Optional.of(begun.standing()) : Optional.empty();
      sendGroup(command, valid.subList(from, to), known, deadline, permit, preparation);
    }
    return begun.slots().stream().map(Slot::result).toList();
  }

  /// Something done when it is first asked for.
  private static final class Once {
    private final Runnable action;
    private boolean done;

    Once(Runnable action) {
      this.action = action;
    }

    void run() {
      if (!done) {
        done = true;
        action.run();
      }
    }
  }

  /// What a send would rest on and come to now, for each of those recipients. Writes nothing.
  public List<Preview> preview(
      SendCommand command, List<EmailAddress> recipients, KeyLimits limits) {
    Roster roster = rosters.refresh(command.roster().identity()).orElse(command.roster());
    Instant now = clock.instant();
    Instant from = dispatchAt(command, now);
    Standing standing = outbox.standing(inquiry(roster, from, recipients, List.of()), true);
    Tenant tenant = tenant(standing);
    var book = new DayBook(outbox, roster, standing.sheet(), now, from);
    KeyStanding key = keyStanding(limits, true, now);
    Means means = means(roster, standing, recipients, limits, true, now);
    var previews = new ArrayList<Preview>();
    for (EmailAddress address : recipients) {
      Correspondent recipient = recipientOf(standing, address);
      Route route = routeOf(standing, address);
      DayBook.Turn turn = book.turn(Guards.classOf(recipient));
      DaySheet sheet = book.sheet(turn.at());
      Verdict verdict =
          turn.within(Guards.check(tenant, roster, sheet, recipient, route, key, means, random));
      previews.add(new Preview(roster, sheet, verdict, route, price(roster, route), turn));
      if (verdict instanceof Verdict.Admit admit) {
        book.count(turn.at(), admit.mailbox().ordinal(), admit.sendClass());
        key = key.plus(recipient.contact().isEmpty());
        means = after(means, route);
      }
    }
    return previews;
  }

  /// A decision and what it rests on.
  ///
  /// @param charge what the message costs, if it is taken
  /// @param turn when it would go out, and why then
  public record Preview(
      Roster roster,
      DaySheet sheet,
      Verdict verdict,
      Route route,
      Charge charge,
      DayBook.Turn turn) {}

  /// One recipient on the way to a result. Its ids are drawn once, whatever happens to the
  /// attempts.
  private static final class Slot {
    final String to;
    final Optional<EmailAddress> address;
    final JobId job;
    final MessageId message;
    final @Nullable CopyGroup group;
    SendResult result;

    Slot(
        String to,
        Optional<EmailAddress> address,
        JobId job,
        MessageId message,
        @Nullable CopyGroup group) {
      this.to = to;
      this.address = address;
      this.job = job;
      this.message = message;
      this.group = group;
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
    JobId first = jobId(command, 0);
    int count = command.recipients().size();
    boolean copies = command.message().isPresent() && count > 1;
    CopyGroup group = copies ? new CopyGroup(first, count) : null;
    var slots = new ArrayList<Slot>();
    for (int i = 0; i < count; i++) {
      String to = command.recipients().get(i);
      JobId job = i == 0 ? first : copies ? JobIds.copy(first, i) : jobId(command, i);
      MessageId message =
          command.message().orElseGet(() -> new MessageId(MessageId.PREFIX + ulids.next()));
      slots.add(new Slot(to, EmailAddress.tryParse(to), job, message, group));
    }
    return slots;
  }

  private JobId jobId(SendCommand command, int index) {
    Roster roster = command.roster();
    return command
        .idempotencyKey()
        .map(key -> JobIds.keyed(roster.tenant(), command.route(), roster.identity(), key, index))
        .orElseGet(() -> new JobId(JobId.PREFIX + ulids.next()));
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
      SendCommand command,
      List<Slot> group,
      Optional<Standing> known,
      Instant deadline,
      Permit permit,
      Once preparation) {
    Roster roster = command.roster();
    Standing standing = known.orElseGet(() -> read(command, command.roster(), group, false));
    boolean strong = false;
    for (int attempt = 1; ; attempt++) {
      Round round = decide(command, roster, group, standing, strong, permit);
      boolean settled = round.admitted.isEmpty();
      if (!settled) {
        preparation.run();
        settled = outbox.commit(round.admission());
      }
      if (settled && (strong || !round.refused)) {
        return;
      }
      if (!settled && (attempt == ATTEMPTS_MAX || clock.instant().isAfter(deadline))) {
        giveUp(command, round, read(command, roster, group, true));
        return;
      }
      if (!settled) {
        pause.accept(attempt);
      }
      strong = true;
      roster = rosters.refresh(roster.identity()).orElse(roster);
      standing = read(command, roster, group, true);
    }
  }

  /// The round is not known to be taken. The answer may have been lost on its way, though: what is
  /// there after all is taken.
  private static void giveUp(SendCommand command, Round round, Standing standing) {
    for (Slot slot : round.slots) {
      OutboundJob known = standing.jobs().get(slot.job);
      slot.result =
          known == null ? new SendResult.Contended(slot.to) : replay(command, slot, known);
    }
  }

  /// One attempt's decisions: who is admitted, and whether somebody is refused.
  private static final class Round {
    final Roster roster;
    final DayBook book;
    final List<Admission.Admitted> admitted = new ArrayList<>();
    final List<Slot> slots = new ArrayList<>();
    final Set<MessageId> kept = new HashSet<>();
    boolean refused;
    private @Nullable Refusal common;
    private @Nullable KeyStanding key;
    private @Nullable Means means;

    Round(Roster roster, DayBook book) {
      this.roster = roster;
      this.book = book;
    }

    Admission admission() {
      return new Admission(
          roster,
          admitted,
          key == null ? null : key.limits().budget().orElse(null),
          reservation(),
          book.drips());
    }

    private @Nullable Reservation reservation() {
      long paid = admitted.stream().filter(message -> message.job().charge().open()).count();
      return means == null || paid == 0
          ? null
          : means.purse().reserve(Math.toIntExact(paid), means.quota(), means.now());
    }

    void admit(Slot slot, Admission.Admitted message) {
      slot.result = new SendResult.Accepted(slot.to, message.job(), false);
      admitted.add(message);
      slots.add(slot);
    }

    void refuse(Slot slot, Refusal refusal) {
      slot.result = new SendResult.Refused(slot.to, refusal);
      refused = true;
      if (refusal.ofTheSender()) {
        common = refusal;
      }
    }

    /// What one recipient outside is refused for want of room or permission, all of them are: a
    /// message goes out to all of them or to none. Those inside get it anyway.
    void holdTogether() {
      Refusal reason = common;
      if (reason == null) {
        return;
      }
      for (int i = slots.size() - 1; i >= 0; i--) {
        if (admitted.get(i).job().envelope().route() == Route.EXTERNAL) {
          admitted.remove(i);
          Slot slot = slots.remove(i);
          slot.result = new SendResult.Refused(slot.to, reason);
        }
      }
    }
  }

  private Round decide(
      SendCommand command,
      Roster roster,
      List<Slot> group,
      Standing standing,
      boolean strong,
      Permit permit) {
    Instant now = clock.instant();
    Tenant tenant = tenant(standing);
    // Should midnight have passed since the read, the book reads the new day.
    var book = new DayBook(outbox, roster, standing.sheet(), now, dispatchAt(command, now));
    var round = new Round(roster, book);
    for (Slot slot : group) {
      OutboundJob known = standing.jobs().get(slot.job);
      if (known != null) {
        slot.result = replay(command, slot, known);
        continue;
      }
      KeyLimits limits = permit.demand();
      KeyStanding key = round.key == null ? keyStanding(limits, strong, now) : round.key;
      round.key = key;
      if (round.means == null) {
        round.means = means(roster, standing, untaken(group, standing), limits, strong, now);
      }
      EmailAddress address = slot.validAddress();
      Correspondent recipient = recipientOf(standing, address);
      Route route = routeOf(standing, address);
      DayBook.Turn turn = book.turn(Guards.classOf(recipient));
      DaySheet sheet = book.sheet(turn.at());
      Means means = round.means;
      switch (turn.within(
          Guards.check(tenant, roster, sheet, recipient, route, key, means, random))) {
        case Verdict.Refuse(Refusal refusal) -> round.refuse(slot, refusal);
        case Verdict.Admit admit -> {
          sheet = book.count(turn.at(), admit.mailbox().ordinal(), admit.sendClass());
          int remaining = roster.sheetCap() - sheet.total();
          Acceptance acceptance = acceptance(command, admit, now, turn.at(), remaining);
          round.admit(slot, admit(command, round, slot, admit, route, recipient, acceptance));
          round.key = key.plus(recipient.contact().isEmpty());
          round.means = after(means, route);
        }
      }
    }
    if (command.message().isPresent()) {
      round.holdTogether();
    }
    return round;
  }

  /// What the key may do. What it did before is read only once the commit has refused.
  private KeyStanding keyStanding(KeyLimits limits, boolean strong, Instant now) {
    LocalDate today = OutboundJob.dayOf(now);
    KeyUsage usage =
        limits
            .budget()
            .filter(budget -> strong)
            .map(budget -> outbox.usage(budget.pot(), today))
            .orElse(KeyUsage.NONE);
    return new KeyStanding(limits, usage, today);
  }

  /// What a mailbox has to write to those recipients with; null for a rotated identity, which its
  /// tier covers. What the hour has seen is read only once the commit has refused.
  private @Nullable Means means(
      Roster roster,
      Standing standing,
      List<EmailAddress> recipients,
      KeyLimits limits,
      boolean strong,
      Instant now) {
    if (!roster.selfServe()) {
      return null;
    }
    Tenant tenant = tenant(standing);
    Purse purse =
        standing.purse().orElseThrow(() -> new IllegalStateException("a tenant has a purse"));
    List<EmailAddress> outside =
        recipients.stream()
            .filter(address -> routeOf(standing, address) == Route.EXTERNAL)
            .toList();
    long paying =
        outside.stream()
            .map(address -> recipientOf(standing, address))
            .filter(recipient -> Guards.barred(tenant, recipient, limits).isEmpty())
            .count();
    Quota quota = quotas.of(purse.policy().billing());
    InsideHour inside =
        strong && outside.size() < recipients.size()
            ? outbox.inside(tenant.id(), now)
            : InsideHour.of(now);
    var moments = new Moments(purse, pages);
    return new Means(moments, quota, outside.size(), Math.toIntExact(paying), inside, now);
  }

  private static @Nullable Means after(@Nullable Means means, Route taken) {
    return means != null && taken == Route.INTERNAL ? means.plusInside() : means;
  }

  /// The addresses of those that have no job yet.
  private static List<EmailAddress> untaken(List<Slot> group, Standing standing) {
    return group.stream()
        .filter(slot -> !standing.jobs().containsKey(slot.job))
        .map(Slot::validAddress)
        .toList();
  }

  /// What a message costs: a mailbox pays for everybody outside it writes to.
  private static Charge price(Roster roster, Route route) {
    return roster.selfServe() && route == Route.EXTERNAL
        ? Charge.reserved(CREDITS_PER_RECIPIENT)
        : Charge.NONE;
  }

  private static Correspondent recipientOf(Standing standing, EmailAddress address) {
    return standing.recipients().getOrDefault(address, Correspondent.stranger(address));
  }

  private static Route routeOf(Standing standing, EmailAddress address) {
    return standing.internal().contains(address) ? Route.INTERNAL : Route.EXTERNAL;
  }

  /// A job that is there already: taken by an earlier request, or by an earlier attempt of this one
  /// whose answer was lost.
  private static SendResult replay(SendCommand command, Slot slot, OutboundJob known) {
    if (!known.acceptance().fingerprint().equals(command.fingerprint())) {
      throw new IdempotencyConflictException();
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
        command.guarantee(),
        command.noReplyAfter());
  }

  private Admission.Admitted admit(
      SendCommand command,
      Round round,
      Slot slot,
      Verdict.Admit admit,
      Route route,
      Correspondent recipient,
      Acceptance acceptance) {
    Roster roster = round.roster;
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
            command.reply(),
            route,
            slot.group);
    Charge charge = price(roster, route);
    Payload inline = new Payload.Inline(command.content());
    OutboundJob job = OutboundJob.accepted(slot.job, envelope, inline, acceptance, charge);
    if (!fits.test(job, command.content())) {
      // Written before the commit, so that a job never lacks its content.
      if (round.kept.add(slot.message)) {
        contents.put(slot.message.value(), command.content());
      }
      var stored = new Payload.Stored(slot.message.value(), command.content().subject());
      job = OutboundJob.accepted(slot.job, envelope, stored, acceptance, charge);
    }
    return new Admission.Admitted(
        job,
        opens(contact, slot) ? Optional.of(opening(command, acceptance)) : Optional.empty(),
        contact.map(Contact::ordinal).filter(pinned -> pinned != admit.mailbox().ordinal()));
  }

  /// A message to many opens its first recipient's conversation at once, and the others' when it is
  /// sent: one transaction takes it all.
  private static boolean opens(Optional<Contact> contact, Slot slot) {
    return contact.isEmpty() && (slot.group == null || slot.group.first().equals(slot.job));
  }

  private static Admission.Opening opening(SendCommand command, Acceptance acceptance) {
    return new Admission.Opening(
        command.content().subject(),
        command.content().snippet(),
        command.labels(),
        acceptance.at());
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
        roster.tenant(),
        roster.identity(),
        OutboundJob.dayOf(dispatchAt),
        recipients,
        jobs,
        roster.selfServe());
  }

  private static Tenant tenant(Standing standing) {
    return standing
        .tenant()
        .orElseThrow(() -> new IllegalStateException("an identity has a tenant"));
  }
}
