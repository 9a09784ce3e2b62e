package dev.posthouse.send;

import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.outbound.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a mailbox's `?dryRun=true` answers: what would become of each recipient now.
record MessagePreview(String identity, boolean dryRun, List<Row> recipients) {
  /// One recipient.
  ///
  /// @param status `would_queue` or `would_reject`
  record Row(
      String address,
      @Nullable Route route,
      String status,
      @Nullable String reason,
      @Nullable Instant dispatchAt) {
    static Row of(String to, SendEmail.Preview preview) {
      return switch (preview.verdict()) {
        case Verdict.Admit _ ->
            new Row(to, preview.route(), "would_queue", null, preview.turn().at());
        case Verdict.Refuse(var refusal) ->
            new Row(to, preview.route(), "would_reject", SendProblems.reason(refusal), null);
      };
    }

    static Row invalid(String to) {
      return new Row(to, null, "would_reject", "invalid_recipient", null);
    }
  }
}
