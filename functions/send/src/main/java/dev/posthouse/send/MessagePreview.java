package dev.posthouse.send;

import dev.posthouse.domain.outbound.Preview;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.Verdict;
import dev.posthouse.lambda.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a mailbox's `?dryRun=true` answers: what would become of each recipient now.
///
/// @param creditsCharged what those cost that would be queued
record MessagePreview(String identity, boolean dryRun, long creditsCharged, List<Row> recipients) {
  static MessagePreview of(String identity, List<Row> rows) {
    long credits = rows.stream().mapToLong(Row::creditsCharged).sum();
    return new MessagePreview(identity, true, credits, rows);
  }

  /// One recipient.
  ///
  /// @param status `would_queue` or `would_reject`
  /// @param binding the limit that refuses it, if one does
  record Row(
      String address,
      @Nullable Route route,
      String status,
      @Nullable String reason,
      Problem.@Nullable Binding binding,
      long creditsCharged,
      @Nullable Instant dispatchAt) {
    static Row of(String to, Preview preview) {
      return switch (preview.verdict()) {
        case Verdict.Admit _ ->
            new Row(
                to,
                preview.route(),
                "would_queue",
                null,
                null,
                preview.charge().credits().count(),
                preview.turn().at());
        case Verdict.Refuse(var refusal) ->
            new Row(
                to,
                preview.route(),
                "would_reject",
                SendProblems.reason(refusal),
                SendProblems.binding(refusal).map(SendProblems::binding).orElse(null),
                0,
                null);
      };
    }

    static Row invalid(String to) {
      return new Row(to, null, "would_reject", "invalid_recipient", null, 0, null);
    }
  }
}
