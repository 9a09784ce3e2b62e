package dev.posthouse.send;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Affinity;
import dev.posthouse.domain.outbound.DayBook;
import dev.posthouse.domain.outbound.Preview;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.outbound.Verdict;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Picker;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What `?dryRun=true` answers: the decision that would be made now, and why.
///
/// @param dispatchReason what sets `dispatchAt`: `at_once`, `send_at`, `working_hours`, `drip`
/// @param binding the limit that is reached first, or that is reached already
/// @param creditsCharged what the message would cost; rotated identities are covered by their tier
record PreviewResponse(
    String identity,
    boolean dryRun,
    String to,
    String status,
    @Nullable String reason,
    @Nullable SendClass sendClass,
    @Nullable Affinity affinity,
    SendResponse.@Nullable Account account,
    long dispatchAt,
    Instant dispatchAtIso,
    DayBook.Why dispatchReason,
    Problem.Binding binding,
    long creditsCharged,
    List<Candidate> candidates) {

  /// A mailbox of the pool in this draw.
  ///
  /// @param outcome `chosen`, `able` (it could have been drawn), or why it could not
  /// @param chance its share of the draw in percent, rounded down
  record Candidate(
      SendResponse.Account account,
      String outcome,
      int usedToday,
      int capToday,
      int stage,
      int health,
      int chance) {}

  private static final int PERCENT = 100;

  static PreviewResponse of(String to, Preview preview) {
    Roster roster = preview.roster();
    return switch (preview.verdict()) {
      case Verdict.Admit(var mailbox, SendClass sendClass, Affinity affinity) ->
          new PreviewResponse(
              roster.handle().value(),
              true,
              to,
              "would_queue",
              null,
              sendClass,
              affinity,
              SendResponse.Account.of(roster.identity(), mailbox.ordinal(), mailbox.address()),
              preview.turn().at().toEpochMilli(),
              preview.turn().at(),
              preview.turn().why(),
              tightest(roster, preview.sheet()),
              preview.charge().credits().count(),
              candidates(roster, preview.sheet(), mailbox.ordinal()));
      case Verdict.Refuse(Refusal refusal) ->
          new PreviewResponse(
              roster.handle().value(),
              true,
              to,
              "would_reject",
              SendProblems.reason(refusal),
              null,
              null,
              null,
              preview.turn().at().toEpochMilli(),
              preview.turn().at(),
              preview.turn().why(),
              SendProblems.binding(refusal)
                  .map(SendProblems::binding)
                  .orElseGet(() -> tightest(roster, preview.sheet())),
              0,
              candidates(roster, preview.sheet(), -1));
    };
  }

  private static List<Candidate> candidates(Roster roster, DaySheet sheet, int chosen) {
    List<Picker.Candidate> candidates = Picker.candidates(roster, sheet);
    long sum = Math.max(1, candidates.stream().mapToLong(Picker.Candidate::weight).sum());
    return candidates.stream()
        .map(candidate -> candidate(roster.identity(), candidate, sum, chosen))
        .toList();
  }

  private static Candidate candidate(
      IdentityId identity, Picker.Candidate candidate, long sum, int chosen) {
    var mailbox = candidate.mailbox();
    String standing = candidate.standing().name().toLowerCase(Locale.ROOT);
    return new Candidate(
        SendResponse.Account.of(identity, mailbox.ordinal(), mailbox.address()),
        mailbox.ordinal() == chosen ? "chosen" : standing,
        candidate.used(),
        mailbox.dailyCap(),
        mailbox.stage(),
        mailbox.health(),
        (int) (PERCENT * candidate.weight() / sum));
  }

  /// The limit with the least room: the identity's cap, or what its able mailboxes add up to.
  private static Problem.Binding tightest(Roster roster, DaySheet sheet) {
    Instant resetsAt = sheet.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    List<Picker.Candidate> able =
        Picker.candidates(roster, sheet).stream()
            .filter(candidate -> candidate.mailbox().eligible())
            .toList();
    int cap = able.stream().mapToInt(candidate -> candidate.mailbox().dailyCap()).sum();
    int used = able.stream().mapToInt(Picker.Candidate::used).sum();
    return cap - used < roster.sheetCap() - sheet.total()
        ? new Problem.Binding("mailboxes", used, cap, resetsAt)
        : new Problem.Binding(roster.sheetCapName(), sheet.total(), roster.sheetCap(), resetsAt);
  }
}
