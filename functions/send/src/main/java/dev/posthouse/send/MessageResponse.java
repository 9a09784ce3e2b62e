package dev.posthouse.send;

import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.SendCommand;
import dev.posthouse.domain.outbound.SendResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a mailbox's send answers: the state at acceptance, and where to ask for the next.
///
/// @param outboundJobId the first recipient's job; it tells of all of them
/// @param creditsCharged what was reserved for it when it was taken
record MessageResponse(
    String messageId,
    String convId,
    String outboundJobId,
    String status,
    boolean acceptedForDelivery,
    String deliveryState,
    String finalDeliveryState,
    SendResponse.Account account,
    StatusCheck statusCheck,
    long creditsCharged,
    List<Row> recipients,
    long dispatchAt,
    Instant dispatchAtIso) {

  /// Where to ask.
  record StatusCheck(String outboundJobPath) {}

  /// One recipient's result.
  ///
  /// @param route which way it goes, or would have gone; null if it is no address
  /// @param status `queued` or `rejected`
  /// @param reason why it was not taken
  record Row(
      String address,
      @Nullable Route route,
      String status,
      @Nullable String reason,
      @Nullable String outboundJobId) {}

  static MessageResponse of(SendCommand command, List<SendResult> results, OutboundJob first) {
    String state =
        first.acceptance().dispatchAt().isAfter(first.acceptance().at()) ? "scheduled" : "queued";
    return new MessageResponse(
        first.envelope().message().value(),
        first.envelope().conversation().value(),
        first.id().value(),
        state,
        true,
        state,
        "pending",
        SendResponse.Account.of(
            command.roster().identity(),
            first.envelope().sender().ordinal(),
            first.acceptance().account()),
        new StatusCheck("/v1/outbound-jobs/" + first.id().value()),
        credits(results),
        rows(results),
        first.acceptance().dispatchAt().toEpochMilli(),
        first.acceptance().dispatchAt());
  }

  private static long credits(List<SendResult> results) {
    return results.stream()
        .mapToLong(result ->
            result instanceof SendResult.Accepted taken
                ? taken.job().charge().credits().count()
                : 0)
        .sum();
  }

  static List<Row> rows(List<SendResult> results) {
    return results.stream().map(MessageResponse::row).toList();
  }

  private static Row row(SendResult result) {
    return switch (result) {
      case SendResult.Accepted(String to, OutboundJob job, boolean _) ->
          new Row(to, job.envelope().route(), "queued", null, job.id().value());
      case SendResult.Refused(String to, var route, var refusal) ->
          new Row(to, route, "rejected", SendProblems.reason(refusal), null);
      case SendResult.Contended(String to, var route) ->
          new Row(to, route, "rejected", "contention", null);
    };
  }
}
