package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Mishap;
import java.time.LocalDate;

/// A mishap to be counted.
///
/// @param day the UTC day it was reported on
/// @param ordinal of the mailbox that sent the message
public record DayMishap(LocalDate day, int ordinal, Mishap mishap) {}
