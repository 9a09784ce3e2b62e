package dev.posthouse.send;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.Affinity;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.outbound.SendResult;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a send answers: how many were taken, and each recipient's result. With one recipient its
/// fields stand at the top too.
///
/// @param queued how many were taken
/// @param rejected how many were not
/// @param remaining what is left of the identity's cap of that day
record SendResponse(
    String identity,
    int queued,
    int rejected,
    int remaining,
    @JsonUnwrapped @Nullable Row only,
    List<Row> results) {

  /// One recipient's result.
  ///
  /// @param reason why it was not taken
  /// @param pendingId the same as outboundJobId
  record Row(
      String to,
      String status,
      @Nullable String reason,
      @Nullable String pendingId,
      @Nullable String outboundJobId,
      @Nullable String messageId,
      @Nullable String convId,
      @Nullable SendClass sendClass,
      @Nullable Affinity affinity,
      @Nullable Account account,
      @Nullable String pinnedAccountId,
      @Nullable Long dispatchAt,
      @Nullable Instant dispatchAtIso) {}

  /// A mailbox as the API names it.
  record Account(String id, String email) {
    static Account of(IdentityId identity, int ordinal, EmailAddress address) {
      return new Account(MailboxId.of(identity, ordinal).value(), address.toString());
    }
  }

  static SendResponse of(Roster roster, List<SendResult> results) {
    List<Row> rows = results.stream().map(result -> row(roster, result)).toList();
    List<Acceptance> accepted =
        results.stream()
            .flatMap(result ->
                result instanceof SendResult.Accepted taken
                    ? Optional.of(taken.job().acceptance()).stream()
                    : Optional.<Acceptance>empty().stream())
            .toList();
    int remaining = accepted.stream().mapToInt(Acceptance::remaining).min().orElse(0);
    return new SendResponse(
        roster.handle().value(),
        accepted.size(),
        results.size() - accepted.size(),
        remaining,
        rows.size() == 1 ? rows.getFirst() : null,
        rows);
  }

  private static Row row(Roster roster, SendResult result) {
    return switch (result) {
      case SendResult.Accepted(String to, OutboundJob job, boolean replayed) ->
          accepted(roster, to, job);
      case SendResult.Refused(String to, var _, var refusal) ->
          refused(to, SendProblems.reason(refusal));
      case SendResult.Contended(String to, var _) -> refused(to, "contention");
    };
  }

  private static Row accepted(Roster roster, String to, OutboundJob job) {
    Acceptance acceptance = job.acceptance();
    int ordinal =
        roster.mailboxes().stream()
            .filter(mailbox -> mailbox.address().equals(acceptance.account()))
            .mapToInt(Mailbox::ordinal)
            .findFirst()
            .orElse(job.envelope().sender().ordinal());
    Account account = Account.of(roster.identity(), ordinal, acceptance.account());
    return new Row(
        to,
        "queued",
        null,
        job.id().value(),
        job.id().value(),
        job.envelope().message().value(),
        job.envelope().conversation().value(),
        acceptance.sendClass(),
        acceptance.affinity(),
        account,
        account.id(),
        acceptance.dispatchAt().toEpochMilli(),
        acceptance.dispatchAt());
  }

  private static Row refused(String to, String reason) {
    return new Row(
        to, "rejected", reason, null, null, null, null, null, null, null, null, null, null);
  }
}
