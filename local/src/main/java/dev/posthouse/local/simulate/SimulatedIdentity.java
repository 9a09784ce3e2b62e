package dev.posthouse.local.simulate;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.RosterEvents;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.LocalParts;
import dev.posthouse.domain.identity.OpenMailboxes;
import dev.posthouse.domain.identity.PoolPlan;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.outbound.Affinity;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Guards;
import dev.posthouse.domain.outbound.Verdict;
import dev.posthouse.domain.pool.DayOutcomes;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Forecast;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.PoolCare;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.Signs;
import dev.posthouse.domain.pool.Track;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// One identity's life: its pool by the rules the functions use, its mail by the scenario.
///
/// A day begins with the warmup's count. Mail comes in four parts of the day, and after each the
/// pool is looked at as the repair function does.
final class SimulatedIdentity {
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final EmailAddress SOMEBODY = EmailAddress.parse("somebody@example.com");
  private static final int STRANGER = -1;
  private static final int PARTS = 4;
  private static final int DRAWS_PER_DAY = 600;
  private static final int CONTACTS_MAX = 3_000;
  private static final double KNOWN_SHARE = 0.4;
  private static final double HEARD_SHARE = 0.3;

  private final int number;
  private final Scenario scenario;
  private final Tier tier;
  private final SplittableRandom random;
  private final PoolPlan plan;
  private final Map<Integer, Track> tracks = new HashMap<>();
  private final Map<Integer, DayOutcomes> today = new HashMap<>();
  private LocalDate todayIs = LocalDate.EPOCH;
  private final List<Pin> pins = new ArrayList<>();
  private Roster roster;

  /// Somebody who has heard from the identity before.
  private record Pin(int ordinal, boolean heard) {}

  SimulatedIdentity(int number, Scenario scenario, Tier tier, long seed, LocalDate firstDay) {
    this.number = number;
    this.scenario = scenario;
    this.tier = tier;
    this.random = new SplittableRandom(seed * 1_000_003 + number);
    var handle = new Handle("identity%d@post.example".formatted(number));
    List<String> domains =
        IntStream.range(0, tier.domains())
            .mapToObj(domain -> "d%d-%d.example".formatted(number, domain))
            .toList();
    String name = "Identity " + number;
    this.plan =
        new PoolPlan(tier, tier.mailboxDailyMax(), domains, LocalParts.of(name, handle), false);
    this.roster =
        new Roster(
            new IdentityId("idn_%016x".formatted(number)),
            TENANT,
            handle,
            name,
            IdentityState.PROVISIONING,
            tier.dailyCap(),
            1,
            List.of());
    fill(0, firstDay);
  }

  /// The pool as it is.
  Roster roster() {
    return roster;
  }

  /// Lives through a day.
  ///
  /// @param day its number, from 0
  /// @param share the part of the identity's cap that somebody wants to send
  DayFigures live(int day, LocalDate date, double share) {
    Roster before = roster;
    roster = PoolCare.warm(roster, facts(day), date);
    long setbacks = setbacks(before, roster);
    int wanted = (int) Math.round(tier.dailyCap() * share * (0.9 + 0.2 * random.nextDouble()));
    var figures = new Tally(roster.state() == IdentityState.ACTIVE ? Forecast.capacity(roster) : 0);
    var sheet = new Sheet(date);
    for (int part = 0; part < PARTS; part++) {
      int count = wanted / PARTS + (part < wanted % PARTS ? 1 : 0);
      send(day, date, count, sheet, figures);
      roster = PoolCare.check(roster, facts(day), date);
      fill(day, date);
    }
    return figures.of(wanted, setbacks, before, roster, date);
  }

  /// Makes who is missing. Their domains are proven, so they open at once.
  private void fill(int day, LocalDate date) {
    if (!plan.fulfilledBy(roster)) {
      List<String> domains = plan.domains();
      PoolPlan sound =
          scenario.firstDomainSound(day, number)
              ? plan
              : plan.at(domains.subList(1, domains.size()));
      var pool = new ArrayList<>(roster.mailboxes());
      pool.addAll(sound.next(roster, Set.of(), tier.mailboxes()));
      roster = roster.next(pool);
    }
    roster = OpenMailboxes.at(roster, new HashSet<>(plan.domains()), date);
  }

  private void send(int day, LocalDate date, int count, Sheet sheet, Tally figures) {
    int batch = Math.max(1, tier.dailyCap() / DRAWS_PER_DAY);
    for (int left = count; left > 0; left -= batch) {
      int messages = Math.min(batch, left);
      if (roster.state() == IdentityState.ACTIVE) {
        boolean known = !pins.isEmpty() && random.nextDouble() < KNOWN_SHARE;
        send(day, date, messages, known ? random.nextInt(pins.size()) : STRANGER, sheet, figures);
      } else {
        figures.refused += messages;
      }
    }
  }

  /// Sends a few messages by one decision, as long as it holds.
  private void send(int day, LocalDate date, int count, int who, Sheet sheet, Tally figures) {
    int left = count;
    while (left > 0) {
      Verdict verdict = Guards.place(roster, sheet.asOf(roster), correspondent(who), random);
      if (!(verdict instanceof Verdict.Admit admit)) {
        figures.refused += left;
        return;
      }
      Mailbox mailbox = admit.mailbox();
      int room =
          Math.min(
              mailbox.dailyCap() - sheet.used(mailbox.ordinal()), roster.dailyCap() - sheet.total);
      for (int i = 0; i < Math.clamp(room, 1, left); i++) {
        sheet.count(mailbox);
        boolean over =
            sheet.used(mailbox.ordinal()) > mailbox.dailyCap() || sheet.total > roster.dailyCap();
        figures.sent(who != STRANGER, admit.affinity(), over);
        outcome(day, date, mailbox);
      }
      left -= Math.clamp(room, 1, left);
      if (who == STRANGER) {
        pin(mailbox);
      } else {
        pins.set(who, new Pin(mailbox.ordinal(), pins.get(who).heard()));
      }
    }
  }

  private void pin(Mailbox mailbox) {
    var pin = new Pin(mailbox.ordinal(), random.nextDouble() < HEARD_SHARE);
    if (pins.size() < CONTACTS_MAX) {
      pins.add(pin);
    } else {
      pins.set(random.nextInt(CONTACTS_MAX), pin);
    }
  }

  private Correspondent correspondent(int who) {
    if (who == STRANGER) {
      return Correspondent.stranger(SOMEBODY);
    }
    Pin pin = pins.get(who);
    var contact =
        new Contact(
            pin.ordinal(),
            ConversationId.between(roster.identity(), SOMEBODY),
            pin.heard() ? Optional.of(Instant.EPOCH) : Optional.empty());
    return new Correspondent(SOMEBODY, Optional.empty(), Optional.of(contact));
  }

  private void outcome(int day, LocalDate date, Mailbox mailbox) {
    Scenario.Outcomes rates = scenario.of(day, number, mailbox, first(mailbox));
    boolean bounced = random.nextDouble() < rates.hardBounces();
    boolean complained = !bounced && random.nextDouble() < rates.complaints();
    boolean deferred = random.nextDouble() < rates.deferrals();
    var outcomes = new DayOutcomes(1, bounced ? 1 : 0, complained ? 1 : 0, deferred ? 1 : 0);
    today.merge(mailbox.ordinal(), outcomes, DayOutcomes::plus);
    todayIs = date;
  }

  /// What is known of the pool now.
  private PoolCare.Facts facts(int day) {
    today.forEach((ordinal, outcomes) ->
        tracks.merge(
            ordinal,
            new Track(Map.of(todayIs, outcomes)),
            (known, _) -> known.plus(todayIs, outcomes)));
    today.clear();
    Map<Integer, Signs> signs = new HashMap<>();
    for (Mailbox mailbox : roster.mailboxes()) {
      Finding finding = scenario.finding(day, number, first(mailbox));
      signs.put(
          mailbox.ordinal(),
          new Signs(tracks.getOrDefault(mailbox.ordinal(), Track.NONE), true, finding));
    }
    return new PoolCare.Facts(tier.mailboxDailyMax(), signs);
  }

  private boolean first(Mailbox mailbox) {
    return mailbox.address().domain().equals(plan.domains().getFirst());
  }

  private static long setbacks(Roster before, Roster after) {
    return after.mailboxes().stream()
        .filter(mailbox -> mailbox.course().breached())
        .filter(mailbox ->
            before.mailbox(mailbox.ordinal()).map(was -> !was.course().breached()).orElse(false))
        .count();
  }

  /// The day's counts, as the day sheet has them.
  private static final class Sheet {
    private final LocalDate date;
    private final Map<Integer, Integer> used = new HashMap<>();
    private int total;

    Sheet(LocalDate date) {
      this.date = date;
    }

    DaySheet asOf(Roster now) {
      return new DaySheet(now.identity(), date, now.revision(), total, used);
    }

    int used(int ordinal) {
      return used.getOrDefault(ordinal, 0);
    }

    void count(Mailbox mailbox) {
      used.merge(mailbox.ordinal(), 1, Integer::sum);
      total++;
    }
  }

  private static final class Tally {
    private final long capacity;
    private long sent;
    private long refused;
    private long overCap;
    private long known;
    private long reassigned;

    Tally(long capacity) {
      this.capacity = capacity;
    }

    void sent(boolean toKnown, Affinity affinity, boolean over) {
      sent++;
      overCap += over ? 1 : 0;
      known += toKnown ? 1 : 0;
      reassigned += affinity == Affinity.REASSIGNED ? 1 : 0;
    }

    DayFigures of(long wanted, long setbacks, Roster before, Roster after, LocalDate date) {
      List<EventType> told =
          RosterEvents.of(before, after, date.atStartOfDay(ZoneOffset.UTC).toInstant()).stream()
              .flatMap(entry -> entry.occurrences().stream())
              .map(occurrence -> occurrence.type())
              .toList();
      List<Mailbox> sending =
          after.mailboxes().stream().filter(box -> box.state() == MailboxState.ACTIVE).toList();
      return new DayFigures(
          wanted,
          capacity,
          sent,
          refused,
          overCap,
          known,
          reassigned,
          sending.stream().mapToLong(Mailbox::stage).sum(),
          sending.stream().mapToLong(Mailbox::health).sum(),
          sending.size(),
          after.mailboxes().stream().filter(box -> box.state().inRepair()).count(),
          after.state() == IdentityState.REPAIRING ? 1 : 0,
          told.stream().filter(type -> type == EventType.MAILBOX_PULLED).count(),
          told.stream().filter(type -> type == EventType.MAILBOX_REPLACED).count(),
          sending.stream().filter(box -> returned(before, box)).count(),
          setbacks);
    }

    private static boolean returned(Roster before, Mailbox mailbox) {
      return before
          .mailbox(mailbox.ordinal())
          .map(was -> was.state() == MailboxState.RESTRICTED)
          .orElse(false);
    }
  }
}
