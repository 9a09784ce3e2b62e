package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.ses.CompartmentNames;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.AccountSuspendedException;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.LimitExceededException;
import software.amazon.awssdk.services.sesv2.model.MailFromDomainNotVerifiedException;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendingPausedException;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

/// The [Mailer] that is SES v2. The client must not retry: SES takes the same message twice.
final class SesMailer implements Mailer {
  private static final int SERVER_ERROR = 500;

  private final SesV2Client ses;
  private final JobMail jobMail;
  private final String configurationSet;
  private final CompartmentNames names;

  /// @param configurationSet of mail that goes the common way
  /// @param names of the tenants and configuration sets of identities that have their own
  SesMailer(SesV2Client ses, JobMail jobMail, String configurationSet, CompartmentNames names) {
    this.ses = ses;
    this.jobMail = jobMail;
    this.configurationSet = configurationSet;
    this.names = names;
  }

  @Override
  public Answer send(OutboundJob job, Content content, Roster roster) {
    SendEmailRequest request;
    try {
      request = request(job, jobMail.compose(job, content, roster.displayName()), roster);
    } catch (IllegalArgumentException e) {
      return new Answer.Refused(new JobError("not_composable", String.valueOf(e.getMessage())));
    }
    try {
      return new Answer.Taken(ses.sendEmail(request).messageId());
    } catch (SesV2Exception e) {
      return refused(e);
    } catch (SdkClientException e) {
      return neverReached(e)
          ? new Answer.Busy(error("ses_unreachable", e))
          : new Answer.Unknown(error("ses_no_answer", e));
    } catch (SdkException e) {
      return new Answer.Unknown(error("ses_no_answer", e));
    }
  }

  private SendEmailRequest request(OutboundJob job, byte[] mail, Roster roster) {
    Envelope envelope = job.envelope();
    Optional<String> own =
        roster.compartment().holds(job.account().domain())
            ? Optional.of(names.of(envelope.identity()))
            : Optional.empty();
    return SendEmailRequest.builder()
        .tenantName(own.orElse(null))
        .fromEmailAddress(job.account().toString())
        .destination(to -> to.toAddresses(envelope.recipient().toString()))
        .content(content -> content.raw(raw -> raw.data(SdkBytes.fromByteArray(mail))))
        .configurationSetName(own.orElse(configurationSet))
        .emailTags(
            List.of(
                tag("job", job.id().value()),
                tag("attempt", Integer.toString(job.progress().attempts())),
                tag("identity", envelope.identity().value()),
                tag("tenant", envelope.tenant().value())))
        .build();
  }

  private static MessageTag tag(String name, String value) {
    return MessageTag.builder().name(name).value(value).build();
  }

  private static Answer refused(SesV2Exception e) {
    return switch (e) {
      case MessageRejectedException _ -> new Answer.Refused(error("message_rejected", e));
      case BadRequestException _ -> new Answer.Refused(error("bad_request", e));
      // The account's or the domain's trouble, not the message's: an operator can mend it.
      case MailFromDomainNotVerifiedException _ ->
          new Answer.Busy(error("mail_from_not_verified", e));
      case SendingPausedException _ -> new Answer.Full(error("sending_paused", e));
      case TooManyRequestsException _ -> new Answer.Full(error("throttled", e));
      case LimitExceededException _ -> new Answer.Full(error("account_quota", e));
      case AccountSuspendedException _ -> new Answer.Busy(error("account_suspended", e));
      case NotFoundException _ -> new Answer.Busy(error("configuration_set_missing", e));
      default ->
          e.statusCode() >= SERVER_ERROR
              ? new Answer.Unknown(error("ses_failed", e))
              : new Answer.Busy(error("throttled", e));
    };
  }

  /// Whether the request cannot have reached SES: no connection was made.
  private static boolean neverReached(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof UnknownHostException
          || cause instanceof NoRouteToHostException) {
        return true;
      }
    }
    return false;
  }

  private static JobError error(String code, SdkException e) {
    return new JobError(code, String.valueOf(e.getMessage()));
  }
}
