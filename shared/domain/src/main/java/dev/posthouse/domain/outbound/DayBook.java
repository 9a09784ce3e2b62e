package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Drip;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The day sheets that one round of decisions rests on, with what the round counts on them. Cold
/// messages that must wait lead to later days, whose sheets are read when they are needed.
public final class DayBook {
  /// How far after the moment asked for a message may have to wait.
  static final Duration HORIZON = Duration.ofDays(30);

  private final Outbox outbox;
  private final Roster roster;
  private final Instant now;
  private final Instant from;
  private final Map<LocalDate, DaySheet> sheets = new HashMap<>();
  private final Map<LocalDate, Drip> asRead = new HashMap<>();
  private boolean ahead;

  /// @param known the sheet of the day that `from` is on
  /// @param from the moment asked for, now or later
  DayBook(Outbox outbox, Roster roster, DaySheet known, Instant now, Instant from) {
    this.outbox = outbox;
    this.roster = roster;
    this.now = now;
    this.from = from;
    add(known);
  }

  /// A book that reads every sheet it needs.
  ///
  /// @param from the moment asked for, now or later
  public DayBook(Outbox outbox, Roster roster, Instant now, Instant from) {
    this.outbox = outbox;
    this.roster = roster;
    this.now = now;
    this.from = from;
  }

  private void add(DaySheet sheet) {
    sheets.put(sheet.day(), sheet);
    asRead.put(sheet.day(), sheet.drip());
  }

  /// Why a message goes out when it does. Wire form: the lower-case name.
  public enum Why {
    /// Nothing holds it up.
    AT_ONCE,
    /// It was asked for.
    SEND_AT,
    /// The identity does not work before.
    WORKING_HOURS,
    /// Other cold messages go before it.
    DRIP
  }

  /// When a message goes out.
  ///
  /// @param full what that is due to, if it is too late to be taken
  public record Turn(Instant at, Why why, Optional<Refusal> full) {
    Turn(Instant at, Why why) {
      this(at, why, Optional.empty());
    }

    /// What is decided of the message, its turn considered.
    Verdict within(Verdict verdict) {
      return verdict instanceof Verdict.Admit && full.isPresent()
          ? new Verdict.Refuse(full.get())
          : verdict;
    }
  }

  /// When a message of that class goes out.
  public Turn turn(SendClass sendClass) {
    if (!roster.paces(sendClass.cold())) {
      return new Turn(from, asked());
    }
    Pacing pacing = roster.pacing();
    Instant opening = pacing.opening(from);
    Instant at = opening;
    Instant slot = pacing.slot(at, sheet(at).drip());
    while (!OutboundJob.dayOf(slot).equals(OutboundJob.dayOf(at)) && !tooLate(slot)) {
      at = slot;
      slot = pacing.slot(at, sheet(at).drip());
    }
    Why why =
        slot.isAfter(opening) ? Why.DRIP : opening.isAfter(from) ? Why.WORKING_HOURS : asked();
    return new Turn(slot, why, tooLate(slot) ? Optional.of(full(slot)) : Optional.empty());
  }

  private boolean tooLate(Instant slot) {
    return slot.isAfter(from.plus(HORIZON));
  }

  private Refusal full(Instant slot) {
    int days = (int) HORIZON.toDays();
    Instant resetsAt = now.plus(Duration.between(from.plus(HORIZON), slot));
    return new Refusal.CapExceeded(new Binding("drip_days", days, days, resetsAt));
  }

  private Why asked() {
    return from.isAfter(now) ? Why.SEND_AT : Why.AT_ONCE;
  }

  /// The sheet of the day of that moment, with what was counted here.
  DaySheet sheet(Instant at) {
    LocalDate day = OutboundJob.dayOf(at);
    if (!sheets.containsKey(day) && !ahead) {
      ahead = true;
      LocalDate last = OutboundJob.dayOf(from.plus(HORIZON)).plusDays(1);
      outbox.sheets(roster.identity(), day, last).values().stream()
          .filter(sheet -> !sheets.containsKey(sheet.day()))
          .forEach(this::add);
    }
    return sheets.getOrDefault(day, DaySheet.blank(roster.identity(), day));
  }

  /// Counts a message.
  ///
  /// @return the sheet with it
  DaySheet count(Instant at, int ordinal, SendClass sendClass) {
    DripStep place = place(at, sendClass);
    DaySheet sheet = sheet(at).plusOne(ordinal);
    sheet = place.changes() ? sheet.dripping(place.after()) : sheet;
    sheets.put(sheet.day(), sheet);
    return sheet;
  }

  /// The place that a message takes which goes out then.
  public DripStep place(Instant at, SendClass sendClass) {
    return roster.paces(sendClass.cold())
        ? place(roster.pacing(), sheet(at), at, now)
        : DripStep.NONE;
  }

  /// The place that a cold message takes on that day.
  public static DripStep place(Pacing pacing, DaySheet sheet, Instant at, Instant now) {
    return pacing.drips()
        ? new DripStep(sheet.drip(), sheet.drip().plus(at, pacing.dripMinGap(), now))
        : DripStep.NONE;
  }

  /// What this round changes of the places of cold messages, by day.
  Map<LocalDate, DripStep> drips() {
    var steps = new HashMap<LocalDate, DripStep>();
    sheets.forEach((day, sheet) -> {
      var step = new DripStep(asRead.getOrDefault(day, Drip.NONE), sheet.drip());
      if (step.changes()) {
        steps.put(day, step);
      }
    });
    return steps;
  }
}
