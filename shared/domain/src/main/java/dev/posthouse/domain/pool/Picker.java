package dev.posthouse.domain.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Picks the mailbox of the next message: a weighted draw over those that are able.
///
/// The weight is `remaining × (20 + 0.8·stage) × health`. Newer mailboxes weigh less but do send,
/// which is how they warm up; drawing by what remains keeps many containers with slightly old
/// sheets from all choosing the same "best" one.
public final class Picker {
  private static final int STAGE_FLOOR = 100;
  private static final int STAGE_FACTOR = 4;

  private Picker() {}

  /// Draws a mailbox with room on that day. Empty if none has: [#candidates] tells why.
  public static Optional<Mailbox> pick(Roster roster, DaySheet sheet, RandomGenerator random) {
    return draw(candidates(roster, sheet), random);
  }

  /// Draws a mailbox with room on that day, at the given domain if one there has: whoever is handed
  /// on to another mailbox then still hears from the same domain.
  public static Optional<Mailbox> pickNear(
      String domain, Roster roster, DaySheet sheet, RandomGenerator random) {
    List<Candidate> candidates = candidates(roster, sheet);
    List<Candidate> near =
        candidates.stream()
            .filter(candidate -> candidate.mailbox().address().domain().equals(domain))
            .toList();
    return draw(near, random).or(() -> draw(candidates, random));
  }

  /// Whether a mailbox may answer somebody who wrote to it, on that day.
  public static boolean answers(Mailbox mailbox, DaySheet sheet) {
    return mailbox.answers() && sheet.remaining(mailbox) > 0;
  }

  private static Optional<Mailbox> draw(List<Candidate> candidates, RandomGenerator random) {
    long sum = candidates.stream().mapToLong(Candidate::weight).sum();
    if (sum == 0) {
      return Optional.empty();
    }
    long drawn = random.nextLong(sum);
    for (Candidate candidate : candidates) {
      drawn -= candidate.weight();
      if (drawn < 0) {
        return Optional.of(candidate.mailbox());
      }
    }
    throw new IllegalStateException("weights do not add up");
  }

  /// Every mailbox of the pool with its weight on that day, for the draw and for people who ask
  /// why.
  public static List<Candidate> candidates(Roster roster, DaySheet sheet) {
    var candidates = new ArrayList<Candidate>();
    for (Mailbox mailbox : roster.mailboxes()) {
      Standing standing = standing(mailbox, sheet);
      long weight = standing == Standing.ABLE ? weight(mailbox, sheet) : 0;
      candidates.add(new Candidate(mailbox, sheet.used(mailbox.ordinal()), standing, weight));
    }
    return candidates;
  }

  /// Why a mailbox can or cannot be drawn on that day.
  public static Standing standing(Mailbox mailbox, DaySheet sheet) {
    if (mailbox.state() == MailboxState.RESTRICTED) {
      return Standing.RESTRICTED;
    }
    if (mailbox.state() != MailboxState.ACTIVE) {
      return Standing.NOT_ACTIVE;
    }
    if (mailbox.health() < Mailbox.HEALTH_MIN) {
      return Standing.UNHEALTHY;
    }
    return sheet.remaining(mailbox) > 0 ? Standing.ABLE : Standing.SPENT;
  }

  private static long weight(Mailbox mailbox, DaySheet sheet) {
    return (long) sheet.remaining(mailbox)
        * (STAGE_FLOOR + STAGE_FACTOR * mailbox.stage())
        * mailbox.health();
  }

  /// Whether and why a mailbox takes part in a draw. Wire form: the lower-case name.
  public enum Standing {
    ABLE,
    /// Provisioning, pulled, quarantined or retired.
    NOT_ACTIVE,
    /// On its way back from repair: it only answers.
    RESTRICTED,
    /// Its health is below [Mailbox#HEALTH_MIN].
    UNHEALTHY,
    /// Its own cap for the day is used up.
    SPENT
  }

  /// A mailbox in the draw.
  ///
  /// @param used messages counted for it on that day
  /// @param weight its share of the draw; 0 unless it is able
  public record Candidate(Mailbox mailbox, int used, Standing standing, long weight) {}
}
