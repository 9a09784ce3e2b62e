package dev.posthouse.domain.event;

import dev.posthouse.domain.identity.Term;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a change of a term tells its identity: that its tier has to be paid for. That it was
/// suspended, or goes on, its roster tells.
public final class TermEvents {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private TermEvents() {}

  /// What the step from one version to the next adds to the log.
  ///
  /// @param before empty if there was none
  public static Optional<Entry> of(Optional<Term> before, Term after) {
    if (after.due().isEmpty() || before.flatMap(Term::due).isPresent()) {
      return Optional.empty();
    }
    Term.Due due = after.due().get();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("identity", after.handle().value());
    data.put("tier", due.tierName());
    data.put("credits", due.credits().count());
    data.put("suspendedAt", TIME.format(due.suspendedAt()));
    EventType type = EventType.IDENTITY_PAYMENT_DUE;
    EventId id = EventId.of(after.identity().value() + "\0term", after.version(), type);
    return Optional.of(
        new Entry(
            after.identity(),
            due.since(),
            List.of(new Occurrence(id, type, due.since(), null, data))));
  }
}
