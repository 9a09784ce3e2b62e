package dev.posthouse.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.local.aws.MailSpool.Mail;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.model.AccountSuspendedException;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.Body;
import software.amazon.awssdk.services.sesv2.model.Destination;
import software.amazon.awssdk.services.sesv2.model.EmailContent;
import software.amazon.awssdk.services.sesv2.model.LimitExceededException;
import software.amazon.awssdk.services.sesv2.model.MessageRejectedException;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;
import software.amazon.awssdk.services.sesv2.model.SendingPausedException;
import software.amazon.awssdk.services.sesv2.model.SesV2Exception;
import software.amazon.awssdk.services.sesv2.model.TooManyRequestsException;

final class SesSendTest {
  private AwsRun run;

  @BeforeEach
  void start() throws IOException {
    run = AwsRun.start();
  }

  @AfterEach
  void stop() {
    run.close();
  }

  private String stored(String id) {
    return new String(run.aws.mail().raw(id).orElseThrow(), StandardCharsets.UTF_8);
  }

  @Test
  void keepsARawMessageWithItsEnvelope() {
    String id =
        run.ses
            .sendEmail(AwsRun.request("a@example.net", "b@example.net").tenantName("t1").build())
            .messageId();

    Mail mail = run.aws.mail().find(id).orElseThrow();
    assertThat(mail.from()).isEqualTo("sender@example.com");
    assertThat(mail.to()).containsExactly("a@example.net", "b@example.net");
    assertThat(mail.subject()).isEqualTo("Grüße");
    assertThat(mail.at()).isEqualTo(ManualClock.START);
    assertThat(mail.tags()).containsExactly(Map.entry("job", "job_1"));
    assertThat(mail.tenant()).isEqualTo("t1");
    assertThat(mail.configurationSet()).isEqualTo(AwsRun.SET);
  }

  @Test
  void setsMessageIdAndDateItselfAndTakesBlindRecipientsOut() {
    String id = run.send("a@example.net");

    assertThat(stored(id))
        .contains("Message-ID: <" + id + "@email.amazonses.com>\r\n")
        .contains("Date: Fri, 20 Nov 2026 10:00:00 +0000\r\n")
        .contains("References: <first@example.com>\r\n <second@example.com>\r\n")
        .endsWith("\r\n\r\nHello.\r\n")
        .doesNotContain("ours@example.com", "1970", "hidden@example.com");
  }

  @Test
  void makesBareLineFeedsWhole() {
    SendEmailRequest request =
        AwsRun.request("a@example.net")
            .content(content ->
                content.raw(raw ->
                    raw.data(
                        SdkBytes.fromUtf8String("From: s@example.com\nTo: x@example.net\n\nHi\n"))))
            .build();

    assertThat(stored(run.ses.sendEmail(request).messageId())).endsWith("\r\n\r\nHi\r\n");
  }

  @Test
  void takesRecipientsFromTheHeaderIfThereIsNoDestination() {
    SendEmailRequest request =
        AwsRun.request("a@example.net").destination((Destination) null).build();

    String id = run.ses.sendEmail(request).messageId();

    assertThat(run.aws.mail().find(id).orElseThrow().to())
        .containsExactly("a@example.net", "hidden@example.com");
  }

  @Test
  void composesSimpleContent() {
    SendEmailRequest request =
        AwsRun.request("a@example.net")
            .content(content ->
                content.simple(simple ->
                    simple
                        .subject(subject -> subject.data("Grüße"))
                        .body(
                            Body.builder()
                                .text(text -> text.data("Hello"))
                                .html(html -> html.data("<p>Hello"))
                                .build())))
            .build();

    String id = run.ses.sendEmail(request).messageId();

    assertThat(run.aws.mail().find(id).orElseThrow().subject()).isEqualTo("Grüße");
    assertThat(stored(id))
        .contains("From: Sender <sender@example.com>\r\n", "To: a@example.net\r\n")
        .contains("multipart/alternative", "text/plain", "text/html", "SGVsbG8=");
  }

  static Stream<Arguments> badRequests() {
    return Stream.of(
        bad(
            "no recipient",
            r -> r.destination(d -> d.toAddresses()).content(raw("From: s@example.com\r\n\r\n"))),
        bad("not an address", r -> r.destination(d -> d.toAddresses("nobody"))),
        bad("two dots", r -> r.destination(d -> d.toAddresses("a@example..net"))),
        bad("not ASCII", r -> r.destination(d -> d.toAddresses("grüße@example.net"))),
        bad("no sender", r -> r.fromEmailAddress(null).content(raw("To: a@example.net\r\n\r\n"))),
        bad("no header", r -> r.content(raw("Hello, this is no header\r\n\r\n"))),
        bad("no content", r -> r.content(c -> c.build())),
        bad("tag with a dot", r -> r.emailTags(tag("a.b", "c"))),
        bad("tag without value", r -> r.emailTags(tag("a", ""))),
        bad("51 recipients", r -> r.destination(d -> d.toAddresses(addresses(51)))));
  }

  private static Arguments bad(String what, Consumer<SendEmailRequest.Builder> change) {
    return Arguments.of(what, change);
  }

  private static Consumer<EmailContent.Builder> raw(String message) {
    return content -> content.raw(raw -> raw.data(SdkBytes.fromUtf8String(message)));
  }

  private static MessageTag tag(String name, String value) {
    return MessageTag.builder().name(name).value(value).build();
  }

  private static String[] addresses(int count) {
    return IntStream.range(0, count).mapToObj(i -> "a" + i + "@example.net").toArray(String[]::new);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badRequests")
  void refusesBadContent(String what, Consumer<SendEmailRequest.Builder> change) {
    SendEmailRequest.Builder request = AwsRun.request("a@example.net");
    change.accept(request);

    assertThatThrownBy(() -> run.ses.sendEmail(request.build()))
        .as(what)
        .isInstanceOf(BadRequestException.class);
    assertThat(run.aws.mail().size()).isZero();
  }

  @Test
  void sendsToFiftyRecipients() {
    assertThat(run.send(addresses(50))).isNotEmpty();
  }

  /// Not by the SDK, which would hash eighty megabytes to sign them.
  @Test
  void refusesMoreThanFortyMegabytes() throws Exception {
    assertThat(sendOfSize(SesSend.MESSAGE_BYTES_MAX).statusCode()).isEqualTo(200);

    HttpResponse<String> refused = sendOfSize(SesSend.MESSAGE_BYTES_MAX + 1);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("41943040");
  }

  private HttpResponse<String> sendOfSize(int bytes) throws Exception {
    byte[] message = new byte[bytes];
    Arrays.fill(message, (byte) 'x');
    byte[] header = "From: s@example.com\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(header, 0, message, 0, header.length);
    String body =
        "{\"Destination\":{\"ToAddresses\":[\"a@example.net\"]},\"Content\":{\"Raw\":{\"Data\":\""
            + Base64.getEncoder().encodeToString(message)
            + "\"}}}";
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(run.aws.endpoint().resolve("/v2/email/outbound-emails"))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void throttlesAboveTheMaximumSendRate() throws IOException {
    try (AwsRun slow = new AwsRun(LocalAwsSettings.DEFAULT.withQuota(2, 100))) {
      slow.send("a@example.net", "b@example.net");

      assertThatThrownBy(() -> slow.send("c@example.net"))
          .isInstanceOfSatisfying(
              TooManyRequestsException.class, e -> assertThat(e.isThrottlingException()).isTrue());
      slow.clock.advance(Duration.ofSeconds(1));
      assertThat(slow.send("c@example.net")).isNotEmpty();
    }
  }

  @Test
  void refusesAboveTheDailyQuota() throws IOException {
    try (AwsRun small = new AwsRun(LocalAwsSettings.DEFAULT.withQuota(100, 2))) {
      small.send("a@example.net", "b@example.net");

      small.clock.advance(Duration.ofHours(23));
      assertThatThrownBy(() -> small.send("c@example.net"))
          .isInstanceOf(LimitExceededException.class);
      small.clock.advance(Duration.ofHours(1));
      assertThat(small.send("c@example.net")).isNotEmpty();
    }
  }

  @Test
  void tellsTheQuotaAndWhatIsUsed() {
    run.send("a@example.net", "b@example.net");

    var account = run.ses.getAccount(request -> {});

    assertThat(account.sendQuota().maxSendRate()).isEqualTo(200);
    assertThat(account.sendQuota().max24HourSend()).isEqualTo(1_000_000);
    assertThat(account.sendQuota().sentLast24Hours()).isEqualTo(2);
    assertThat(account.sendingEnabled()).isTrue();
    assertThat(account.productionAccessEnabled()).isTrue();
  }

  @Test
  void refusesWhileTheAccountIsPaused() {
    run.ses.putAccountSendingAttributes(request -> request.sendingEnabled(false));

    assertThatThrownBy(() -> run.send("a@example.net")).isInstanceOf(SendingPausedException.class);

    run.ses.putAccountSendingAttributes(request -> request.sendingEnabled(true));
    assertThat(run.send("a@example.net")).isNotEmpty();
  }

  @Test
  void refusesWhileTheAccountIsSuspended() {
    run.aws.suspendAccount(true);

    assertThatThrownBy(() -> run.send("a@example.net"))
        .isInstanceOf(AccountSuspendedException.class);
    assertThat(run.ses.getAccount(request -> {}).enforcementStatus()).isEqualTo("SHUTDOWN");
  }

  @Test
  void refusesUnverifiedSendersWhenStrict() throws IOException {
    try (AwsRun strict = new AwsRun(LocalAwsSettings.DEFAULT.withStrict())) {
      strict.ses.createConfigurationSet(request -> request.configurationSetName(AwsRun.SET));
      assertThatThrownBy(() -> strict.send("a@example.net"))
          .isInstanceOf(MessageRejectedException.class)
          .hasMessageContaining("not verified")
          .hasMessageContaining("sender@example.com");

      strict.ses.createEmailIdentity(request -> request.emailIdentity("example.com"));
      assertThatThrownBy(() -> strict.send("a@example.net"))
          .isInstanceOf(MessageRejectedException.class);

      strict.aws.verifyIdentity("example.com");
      assertThat(strict.send("a@example.net")).isNotEmpty();
    }
  }

  @Test
  void refusesUnknownConfigurationSetsWhenStrict() throws IOException {
    try (AwsRun strict = new AwsRun(LocalAwsSettings.DEFAULT.withStrict())) {
      strict.aws.verifyIdentity("example.com");

      assertThatThrownBy(() -> strict.send("a@example.net")).isInstanceOf(NotFoundException.class);
    }
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertThatThrownBy(() -> run.ses.listContactLists(request -> {}))
        .isInstanceOfSatisfying(
            SesV2Exception.class, e -> assertThat(e.statusCode()).isEqualTo(501))
        .hasMessageContaining("/v2/email/contact-lists");
  }

  @Test
  void findsMailByRecipientAndSender() {
    run.send("a@example.net");
    run.send("b@example.net");
    String last = run.send("a@example.net", "c@example.net");

    MailSpool mail = run.aws.mail();
    assertThat(mail.list(Optional.of("A@example.net"), Optional.empty(), 10)).hasSize(2);
    assertThat(mail.list(Optional.empty(), Optional.of("Sender@example.com"), 10)).hasSize(3);
    assertThat(mail.list(Optional.empty(), Optional.of("other@example.com"), 10)).isEmpty();
    assertThat(mail.list(Optional.empty(), Optional.empty(), 1).getFirst().id()).isEqualTo(last);
  }
}
