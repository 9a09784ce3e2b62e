package dev.posthouse.domain.event;

import dev.posthouse.domain.identity.IdentityId;
import java.time.Duration;
import java.util.List;

/// The events of each identity, numbered from 1 without gaps. What is once read at a number stays
/// there, for every reader alike, and no number is given again.
public interface EventLog {
  /// How long an event can be read.
  Duration RETENTION = Duration.ofDays(30);

  /// Adds what the log does not hold yet, next to each other. Adding an entry again changes
  /// nothing, however many do it at once and whatever was added meanwhile.
  ///
  /// @return the entry's events as the log holds them, in its order
  /// @throws dev.posthouse.domain.StoreBusyException if others are in the way for too long
  List<Event> append(Entry entry);

  /// The events after a number, in order; perhaps without those of the last moment.
  ///
  /// @param limit most events of the page, at least 1
  Page read(IdentityId identity, long since, int limit);

  /// Whether there is something after that number, perhaps not seeing the last moment. The cheapest
  /// question there is; for the end of the log only.
  boolean grewBeyond(IdentityId identity, long head);

  /// The number of the last event as of now (strongly consistent); 0 if there never was one.
  long head(IdentityId identity);

  /// Remembers how far the log has come, so that it goes on from there even if all of it expires.
  /// Due once after each day on which something was added, and before that expires.
  void settle(IdentityId identity);

  /// Part of a log.
  ///
  /// @param more whether there is more behind it
  record Page(List<Event> events, boolean more) {
    public Page {
      events = List.copyOf(events);
    }
  }
}
