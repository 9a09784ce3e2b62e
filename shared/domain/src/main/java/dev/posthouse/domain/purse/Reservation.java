package dev.posthouse.domain.purse;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Credits to be reserved in a purse for messages that are about to be taken: how it was when that
/// was decided, and how it is to be.
///
/// @param credits one for each recipient
/// @param pages to be written with it: moments that the purse forgets and limits still ask for
public record Reservation(Purse before, Credits credits, Purse after, List<MomentPage> pages) {
  public Reservation {
    pages = List.copyOf(pages);
  }

  /// What it adds to the counts of days.
  public Map<LocalDate, Integer> added() {
    return after.perDay().entrySet().stream()
        .filter(entry -> !entry.getValue().equals(before.perDay().get(entry.getKey())))
        .collect(
            Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> difference(entry.getKey())));
  }

  private int difference(LocalDate day) {
    return after.perDay().getOrDefault(day, 0) - before.perDay().getOrDefault(day, 0);
  }

  /// Days that are too long ago to be counted any more.
  public Set<LocalDate> forgotten() {
    return before.perDay().keySet().stream()
        .filter(day -> !after.perDay().containsKey(day))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether the purse must not have been written from by another since: its plan has limits, and
  /// the moments they look at were decided on.
  public boolean limited() {
    return !after.recent().times().isEmpty();
  }
}
