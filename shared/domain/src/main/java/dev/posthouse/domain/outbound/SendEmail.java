package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  public static final Credits CREDITS_PER_RECIPIENT = NewJobs.CREDITS_PER_RECIPIENT;

  private static final int ATTEMPTS_MAX = 30;

  /// The function may run 15 s. What is not taken by then is answered while it still can be.
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Outbox outbox;
  private final Ground ground;
  private final NewJobs newJobs;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Ulids ulids;
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
    this.ground = new Ground(outbox, rosters, quotas, pages);
    this.newJobs = new NewJobs(contents, fits);
    this.clock = clock;
    this.random = random;
    this.ulids = new Ulids(clock, random);
    this.pause = pause;
  }

  /// Begins a send: draws its ids and reads what the first decision rests on, perhaps a moment old.
  public Begun begin(SendCommand command) {
    List<Slot> slots = Slot.of(command, ulids);
    List<Slot> valid = slots.stream().filter(slot -> slot.address.isPresent()).toList();
    List<Slot> first = valid.subList(0, Math.min(valid.size(), groupSize(command)));
    return new Begun(command, slots, valid, ground.quickly(command, first, clock.instant()));
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
  public static final class Begun {
    private final SendCommand command;
    private final List<Slot> slots;
    private final List<Slot> valid;
    private final Ground.Found found;

    /// @param slots one per recipient, in their order
    /// @param valid those whose recipient is an address
    private Begun(SendCommand command, List<Slot> slots, List<Slot> valid, Ground.Found found) {
      this.command = command;
      this.slots = slots;
      this.valid = valid;
      this.found = found;
    }
  }

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
    SendCommand command = begun.command;
    List<Slot> valid = begun.valid;
    var attempts =
        new Attempts(command, permit, new Once(beforeCommit), clock.instant().plus(PATIENCE));
    if (valid.isEmpty()) {
      permit.demand();
      refuseSender(command, begun.slots);
    }
    int size = groupSize(command);
    for (int from = 0; from < valid.size(); from += size) {
      List<Slot> group = valid.subList(from, Math.min(valid.size(), from + size));
      sendGroup(
          attempts,
          group,
          from == 0 ? begun.found : ground.quickly(command, group, clock.instant()));
    }
    return begun.slots.stream().map(Slot::result).toList();
  }

  /// What all attempts of a request share.
  private record Attempts(SendCommand command, Permit permit, Once preparation, Instant deadline) {}

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
    Instant now = clock.instant();
    Ground.Found found = ground.foresee(command, recipients, now);
    Roster roster = found.roster();
    Tenant tenant = found.tenant();
    var book = new DayBook(outbox, roster, found.standing().sheet(), now, command.dispatchAt(now));
    KeyStanding key = ground.key(found, limits, now);
    Means means = ground.means(found, recipients, limits, now);
    var previews = new ArrayList<Preview>();
    for (EmailAddress address : recipients) {
      Correspondent recipient = found.recipient(address);
      Route route = found.route(address);
      DayBook.Turn turn = book.turn(Guards.classOf(recipient));
      DaySheet sheet = book.sheet(turn.at());
      Verdict verdict =
          turn.within(Guards.check(tenant, roster, sheet, recipient, route, key, means, random));
      previews.add(new Preview(roster, sheet, verdict, route, NewJobs.price(roster, route), turn));
      if (verdict instanceof Verdict.Admit admit) {
        book.count(turn.at(), admit.mailbox().ordinal(), admit.sendClass());
        key = key.plus(recipient.contact().isEmpty());
        means = after(means, route);
      }
    }
    return previews;
  }

  /// Whether the identity and the tenant may send at all comes before who the recipient is.
  private void refuseSender(SendCommand command, List<Slot> slots) {
    Ground.Found found = ground.strongly(command, List.of(), clock.instant());
    Guards.barredSender(found.tenant(), found.roster())
        .ifPresent(refusal -> slots.forEach(slot -> slot.refuse(refusal)));
  }

  private void sendGroup(Attempts attempts, List<Slot> group, Ground.Found first) {
    SendCommand command = attempts.command();
    Ground.Found found = first;
    for (int attempt = 1; ; attempt++) {
      Round round = decide(command, group, found, attempts.permit());
      boolean settled = round.empty();
      if (!settled) {
        attempts.preparation().run();
        settled = outbox.commit(round.admission());
      }
      if (settled && (found.strong() || !round.refused())) {
        return;
      }
      boolean late = attempt == ATTEMPTS_MAX || clock.instant().isAfter(attempts.deadline());
      if (!settled && !late) {
        pause.accept(attempt);
      }
      found = ground.strongly(command, group, clock.instant());
      if (!settled && late) {
        giveUp(command, round, found);
        return;
      }
    }
  }

  /// The round is not known to be taken. The answer may have been lost on its way, though: what is
  /// there after all is taken.
  private static void giveUp(SendCommand command, Round round, Ground.Found found) {
    for (Slot slot : round.slots()) {
      found.job(slot).ifPresentOrElse(known -> slot.replay(command, known), slot::contend);
    }
  }

  private Round decide(SendCommand command, List<Slot> group, Ground.Found found, Permit permit) {
    Instant now = clock.instant();
    Tenant tenant = found.tenant();
    Roster roster = found.roster();
    // Should midnight have passed since the read, the book reads the new day.
    var book = new DayBook(outbox, roster, found.standing().sheet(), now, command.dispatchAt(now));
    var round = new Round(roster, book);
    for (Slot slot : group) {
      Optional<OutboundJob> known = found.job(slot);
      if (known.isPresent()) {
        slot.replay(command, known.get());
        continue;
      }
      KeyLimits limits = permit.demand();
      KeyStanding key = round.key == null ? ground.key(found, limits, now) : round.key;
      round.key = key;
      if (round.means == null) {
        round.means = ground.means(found, untaken(group, found), limits, now);
      }
      EmailAddress address = slot.validAddress();
      Correspondent recipient = found.recipient(address);
      Route route = found.route(address);
      DayBook.Turn turn = book.turn(Guards.classOf(recipient));
      DaySheet sheet = book.sheet(turn.at());
      Means means = round.means;
      switch (turn.within(
          Guards.check(tenant, roster, sheet, recipient, route, key, means, random))) {
        case Verdict.Refuse(Refusal refusal) -> round.refuse(slot, refusal);
        case Verdict.Admit admit -> {
          sheet = book.count(turn.at(), admit.mailbox().ordinal(), admit.sendClass());
          var decided = new NewJobs.Decided(command, recipient, route, admit, turn.at(), sheet);
          round.admit(slot, newJobs.make(round, slot, decided, now));
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

  private static @Nullable Means after(@Nullable Means means, Route taken) {
    return means != null && taken == Route.INTERNAL ? means.plusInside() : means;
  }

  /// The addresses of those that have no job yet.
  private static List<EmailAddress> untaken(List<Slot> group, Ground.Found found) {
    return group.stream()
        .filter(slot -> found.job(slot).isEmpty())
        .map(Slot::validAddress)
        .toList();
  }
}
