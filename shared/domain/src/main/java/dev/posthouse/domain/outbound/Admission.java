package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Reservation;
import dev.posthouse.domain.tenant.KeyBudget;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Messages of one request, decided on and to be taken together.
///
/// @param roster what the decision was made on
/// @param messages so many that their writes stay within [#WRITES_MAX]
/// @param budget of the key that sends; null if it has none
/// @param reservation what they cost; null if that is nothing
/// @param drips the places that cold messages take, by day
public record Admission(
    Roster roster,
    List<Admitted> messages,
    @Nullable KeyBudget budget,
    @Nullable Reservation reservation,
    Map<LocalDate, DripStep> drips) {
  /// Messages to people that are best taken together: the size of a transaction decides how often
  /// it conflicts.
  public static final int MESSAGES_USUAL = 20;

  /// Most writes of one transaction, but for the counters': the day sheet, the key's budget, the
  /// purse, the hour's and the labels. Messages to people, who alone wait for their turn on several
  /// days, are far from it.
  public static final int WRITES_MAX = 95;

  /// @throws IllegalArgumentException if there are no messages, or too many for one transaction
  public Admission {
    messages = List.copyOf(messages);
    drips = Map.copyOf(drips);
    int writes = messages.stream().mapToInt(message -> message.writes(roster)).sum();
    writes += reservation == null ? 0 : reservation.pages().size();
    if (messages.isEmpty() || writes > WRITES_MAX) {
      throw new IllegalArgumentException("one transaction takes 1 to " + WRITES_MAX + " writes");
    }
  }

  /// Messages of a key without a budget that cost nothing.
  public Admission(Roster roster, List<Admitted> messages) {
    this(roster, messages, null, null, Map.of());
  }

  /// Messages that keep no distance.
  public Admission(
      Roster roster,
      List<Admitted> messages,
      @Nullable KeyBudget budget,
      @Nullable Reservation reservation) {
    this(roster, messages, budget, reservation, Map.of());
  }

  /// Messages that keep no distance and cost nothing.
  public Admission(Roster roster, List<Admitted> messages, @Nullable KeyBudget budget) {
    this(roster, messages, budget, null, Map.of());
  }

  /// How many of the messages are first ones.
  public int firstContacts() {
    return Math.toIntExact(
        messages.stream()
            .filter(
                message -> message.job().acceptance().sendClass() == SendClass.COLD_FIRST_CONTACT)
            .count());
  }

  /// How many of the messages count on the tenant's hour: those of a mailbox to others of this
  /// platform.
  public int inside() {
    return roster.selfServe()
        ? Math.toIntExact(
            messages.stream()
                .filter(message -> message.job().envelope().route() == Route.INTERNAL)
                .count())
        : 0;
  }

  /// When the messages are taken.
  public Instant at() {
    return messages.getFirst().job().acceptance().at();
  }

  /// One message to be taken.
  ///
  /// @param opening the conversation it opens, on first contact
  /// @param repinnedFrom the ordinal the recipient was pinned to, if that changes
  public record Admitted(
      OutboundJob job, Optional<Opening> opening, Optional<Integer> repinnedFrom) {
    private static final int OPENING_WRITES = 2;

    /// Whether it is counted as one more without an answer. A self-serve mailbox is not paced, so
    /// nothing is counted for it.
    public boolean unanswered(Roster roster) {
      return job.acceptance().sendClass() == SendClass.WARM && !roster.selfServe();
    }

    /// How many items it writes: its job, the recipient, the conversation.
    int writes(Roster roster) {
      boolean changes = repinnedFrom.isPresent() || unanswered(roster);
      return 1 + (opening.isPresent() ? OPENING_WRITES : 0) + (changes ? 1 : 0);
    }
  }

  /// A conversation that begins with this message.
  public record Opening(String subject, String snippet, List<String> labels, Instant at) {
    public Opening {
      labels = List.copyOf(labels);
    }
  }
}
