package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The day sheets of a [FakeStore], whose lock guards them.
final class FakeSheets {
  private final Map<Place, DaySheet> sheets = new HashMap<>();

  DaySheet sheet(IdentityId identity, LocalDate day) {
    return sheets.getOrDefault(new Place(identity, day), DaySheet.blank(identity, day));
  }

  /// The sheets there are, from one day to another.
  Map<LocalDate, DaySheet> between(IdentityId identity, LocalDate from, LocalDate to) {
    return sheets.values().stream()
        .filter(sheet -> sheet.identity().equals(identity))
        .filter(sheet -> !sheet.day().isBefore(from) && !sheet.day().isAfter(to))
        .collect(Collectors.toMap(DaySheet::day, sheet -> sheet));
  }

  /// Whether a day may go from one count to the other: on a roster it has heard of nothing newer
  /// than, and within its caps.
  boolean admits(Roster roster, DaySheet before, DaySheet after) {
    if (before.revision() > roster.revision() || after.total() > roster.sheetCap()) {
      return false;
    }
    return after.used().keySet().stream()
        .filter(ordinal -> after.used(ordinal) > before.used(ordinal))
        .allMatch(ordinal ->
            after.used(ordinal) <= roster.mailbox(ordinal).map(Mailbox::dailyCap).orElse(0));
  }

  void put(DaySheet sheet, long revision) {
    sheets.put(
        new Place(sheet.identity(), sheet.day()),
        new DaySheet(
            sheet.identity(), sheet.day(), revision, sheet.total(), sheet.used(), sheet.drip()));
  }

  /// Gives a unit back, unless its day is over.
  void giveBack(IdentityId identity, DayUnit unit, Instant now) {
    if (open(unit, now)) {
      DaySheet sheet = sheet(identity, unit.day());
      put(sheet.minusOne(unit.ordinal()), sheet.revision());
    }
  }

  static boolean open(DayUnit unit, Instant now) {
    return !unit.day().isBefore(OutboundJob.dayOf(now));
  }

  /// Tells today, tomorrow, and later days that have a sheet, of a new roster.
  void stamp(Roster roster, Instant now) {
    LocalDate today = OutboundJob.dayOf(now);
    put(sheet(roster.identity(), today), roster.revision());
    put(sheet(roster.identity(), today.plusDays(1)), roster.revision());
    for (DaySheet sheet : List.copyOf(sheets.values())) {
      if (sheet.identity().equals(roster.identity()) && sheet.day().isAfter(today)) {
        put(sheet, roster.revision());
      }
    }
  }

  private record Place(IdentityId identity, LocalDate day) {}
}
