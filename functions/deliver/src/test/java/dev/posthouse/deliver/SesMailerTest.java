package dev.posthouse.deliver;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Compartment;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.mail.UnsubscribeTokens;
import dev.posthouse.ses.CompartmentNames;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Fixtures;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
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

class SesMailerTest {
  private final RecordingSes ses = new RecordingSes();
  private final SesMailer mailer =
      new SesMailer(
          ses,
          new JobMail(
              new UnsubscribeTokens(List.of("a-secret-that-signs-unsubscribe-links")),
              "https://api.post.example",
              new NoAttachments()),
          "posthouse",
          new CompartmentNames("post-"));
  private final Roster roster = Fixtures.pool(new FakeStore().ports(), 10, 10);
  private final OutboundJob job =
      Fixtures.job(roster, 0, Fixtures.person()).claimed(NOW, DeliverJob.LEASE);

  @Test
  void theRequestNamesTheJobTheAttemptAndBothAddresses() {
    assertThat(send()).isEqualTo(new Mailer.Answer.Taken("0100-ses"));

    SendEmailRequest request = ses.requests().getFirst();
    assertThat(request.fromEmailAddress()).isEqualTo(job.account().toString());
    assertThat(request.destination().toAddresses())
        .containsExactly(job.envelope().recipient().toString());
    assertThat(request.destination().hasCcAddresses()).isFalse();
    assertThat(request.configurationSetName()).isEqualTo("posthouse");
    assertThat(
            request.emailTags().stream()
                .collect(Collectors.toMap(MessageTag::name, MessageTag::value)))
        .isEqualTo(
            Map.of(
                "job", job.id().value(),
                "attempt", "1",
                "identity", job.envelope().identity().value(),
                "tenant", job.envelope().tenant().value()));
    assertThat(mail(request))
        .contains("X-Posthouse-Job: " + job.id())
        .contains("List-Unsubscribe: <https://api.post.example/u/")
        .contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  }

  @Test
  void everyAttemptSendsTheSameBytes() {
    send();
    send();

    assertThat(mail(ses.requests().get(0))).isEqualTo(mail(ses.requests().get(1)));
  }

  @Test
  void aReplyHasNoUnsubscribeLink() {
    Envelope cold = job.envelope();
    var reply =
        new Envelope(
            cold.tenant(),
            cold.identity(),
            cold.handle(),
            cold.sender(),
            cold.recipient(),
            cold.message(),
            cold.conversation(),
            true);

    mailer.send(Fixtures.job(reply, job.payload(), job.acceptance()), Fixtures.content(), roster);

    assertThat(mail(ses.requests().getFirst())).doesNotContain("List-Unsubscribe");
  }

  @Test
  void mailOfADomainInTheCompartmentGoesThroughItAndOtherMailTheCommonWay() {
    String own = "post-" + roster.identity().value();
    var with = Compartment.of(Set.of(job.account().domain()));
    mailer.send(job, Fixtures.content(), roster.apart(with));
    mailer.send(job, Fixtures.content(), roster.apart(Compartment.of(Set.of("other.example"))));
    mailer.send(job, Fixtures.content(), roster);

    assertThat(ses.requests())
        .extracting(SendEmailRequest::tenantName)
        .containsExactly(own, null, null);
    assertThat(ses.requests())
        .extracting(SendEmailRequest::configurationSetName)
        .containsExactly(own, "posthouse", "posthouse");
  }

  @Test
  void whatCannotBeComposedIsRefusedWithoutACall() {
    var broken = new Content("Subject\r\nBcc: eve@example.com", "text", null, null, List.of());

    assertThat(mailer.send(job, broken, roster)).isInstanceOf(Mailer.Answer.Refused.class);
    assertThat(ses.requests()).isEmpty();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        of("refused", "message_rejected", MessageRejectedException.builder().statusCode(400)),
        of("refused", "bad_request", BadRequestException.builder().statusCode(400)),
        of(
            "busy",
            "mail_from_not_verified",
            MailFromDomainNotVerifiedException.builder().statusCode(400)),
        of("full", "sending_paused", SendingPausedException.builder().statusCode(400)),
        of("busy", "account_suspended", AccountSuspendedException.builder().statusCode(400)),
        of("busy", "configuration_set_missing", NotFoundException.builder().statusCode(404)),
        of("full", "throttled", TooManyRequestsException.builder().statusCode(429)),
        of("full", "account_quota", LimitExceededException.builder().statusCode(400)),
        of("busy", "throttled", SesV2Exception.builder().statusCode(403)),
        of("unknown", "ses_failed", SesV2Exception.builder().statusCode(500)),
        of("unknown", "ses_failed", SesV2Exception.builder().statusCode(503)),
        of("busy", "ses_unreachable", client(new ConnectException("refused"))),
        of("busy", "ses_unreachable", client(new UnknownHostException("email"))),
        of("busy", "ses_unreachable", client(new NoRouteToHostException("none"))),
        of("busy", "ses_unreachable", client(new RuntimeException(new ConnectException()))),
        of("unknown", "ses_no_answer", client(new SocketTimeoutException("Read timed out"))),
        of("unknown", "ses_no_answer", client(new IOException("reset"))),
        of("unknown", "ses_no_answer", SdkClientException.builder().message("no cause")),
        of("unknown", "ses_no_answer", ApiCallTimeoutException.builder().message("10 s")));
  }

  private static Arguments of(String answer, String code, SdkException.Builder failure) {
    return Arguments.of(answer, code, failure.message("of SES").build());
  }

  private static SdkException.Builder client(Exception cause) {
    return SdkClientException.builder().cause(cause);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void onlyAClearAnswerIsTakenForOne(String answer, String code, SdkException failure) {
    ses.fail(failure);

    Mailer.Answer given = send();

    JobError error =
        switch (given) {
          case Mailer.Answer.Refused(JobError why) -> why;
          case Mailer.Answer.Busy(JobError why) -> why;
          case Mailer.Answer.Full(JobError why) -> why;
          case Mailer.Answer.Unknown(JobError why) -> why;
          case Mailer.Answer.Taken taken -> throw new AssertionError(taken);
        };
    assertThat(given.getClass().getSimpleName()).isEqualToIgnoringCase(answer);
    assertThat(error.code()).isEqualTo(code);
    assertThat(ses.requests()).hasSize(1);
  }

  private Mailer.Answer send() {
    return mailer.send(job, Fixtures.content(), roster);
  }

  private static String mail(SendEmailRequest request) {
    String mail = request.content().raw().data().asString(StandardCharsets.UTF_8);
    return mail.replace("\r\n ", " ").replaceAll(" +", " ");
  }
}
