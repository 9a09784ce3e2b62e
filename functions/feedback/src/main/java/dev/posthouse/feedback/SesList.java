package dev.posthouse.feedback;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.tenant.Suppression;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestinationSummary;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

/// SES's own list of whom it does not write to for this account, and what it knows of the messages
/// that put them there.
record SesList(SesV2Client ses) {
  /// An address that bounced or complained.
  ///
  /// @param messageId the message it did so about, if SES says
  record Entry(String address, Suppression.Reason reason, Instant at, Optional<String> messageId) {}

  /// What was entered from that moment on.
  Stream<Entry> since(Instant moment) {
    return ses.listSuppressedDestinationsPaginator(list -> list.startDate(moment)).stream()
        .flatMap(page -> page.suppressedDestinationSummaries().stream())
        .map(this::entry);
  }

  private Entry entry(SuppressedDestinationSummary summary) {
    return new Entry(
        summary.emailAddress(),
        summary.reason() == SuppressionListReason.COMPLAINT
            ? Suppression.Reason.COMPLAINED
            : Suppression.Reason.BOUNCED,
        summary.lastUpdateTime(),
        messageId(summary.emailAddress()));
  }

  private Optional<String> messageId(String address) {
    try {
      return Optional.ofNullable(
              ses.getSuppressedDestination(get -> get.emailAddress(address))
                  .suppressedDestination()
                  .attributes())
          .map(attributes -> attributes.messageId());
    } catch (NotFoundException e) {
      // Taken out meanwhile.
      return Optional.empty();
    }
  }

  /// The job a message was sent for, by the tags that SES keeps for 30 days; empty where the
  /// account has no message insights, or the message is none of ours.
  Optional<JobId> job(String messageId) {
    try {
      return ses.getMessageInsights(get -> get.messageId(messageId)).emailTags().stream()
          .filter(tag -> tag.name().equals("job"))
          .map(tag -> tag.value())
          .filter(value -> Id.hasShape(JobId.PREFIX, value))
          .map(JobId::new)
          .findFirst();
    } catch (NotFoundException | BadRequestException e) {
      return Optional.empty();
    }
  }
}
