package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Charge;

/// A decision about one recipient and what it rests on.
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
