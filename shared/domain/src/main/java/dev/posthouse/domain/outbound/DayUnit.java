package dev.posthouse.domain.outbound;

import java.time.LocalDate;

/// One message's place on a day sheet: counted on that day, for that mailbox.
///
/// @param ordinal the mailbox's number in its pool
public record DayUnit(LocalDate day, int ordinal) {}
