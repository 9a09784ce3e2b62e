package dev.posthouse.local.aws;

import dev.posthouse.local.store.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.SendEmailRequest;

/// The stand-ins with the real clients, and what the listener was told.
final class AwsRun implements AutoCloseable, LocalAwsListener {
  static final String SET = "events";

  final ManualClock clock = new ManualClock();
  final Faults faults = new Faults();
  final LocalAws aws;
  final SesV2Client ses;
  final S3Client s3;
  final EventBridgeClient eventBridge;
  final List<SesEvent> sesEvents = Collections.synchronizedList(new ArrayList<>());
  final List<InboundMail> inbound = Collections.synchronizedList(new ArrayList<>());
  final List<BusEvent> busEvents = Collections.synchronizedList(new ArrayList<>());
  final List<ObjectCreated> created = Collections.synchronizedList(new ArrayList<>());

  AwsRun(LocalAwsSettings settings) throws IOException {
    aws = LocalAws.start(settings, clock, new SplittableRandom(1), faults, this);
    ses =
        aws.client(
            SesV2Client.builder()
                .overrideConfiguration(
                    retry -> retry.retryStrategy(AwsRetryStrategy.doNotRetry())));
    s3 = aws.client(S3Client.builder());
    eventBridge =
        aws.client(
            EventBridgeClient.builder()
                .overrideConfiguration(
                    retry -> retry.retryStrategy(AwsRetryStrategy.doNotRetry())));
  }

  static AwsRun start() throws IOException {
    return new AwsRun(LocalAwsSettings.DEFAULT);
  }

  /// Lets a day pass, event by event.
  void runADay() {
    clock.advance(Duration.ofDays(1));
    aws.runDue(clock.instant());
  }

  String send(String... to) {
    return ses.sendEmail(request(to).build()).messageId();
  }

  /// A mail from `sender@example.com` with a tag, through a configuration set.
  static SendEmailRequest.Builder request(String... to) {
    return SendEmailRequest.builder()
        .fromEmailAddress("Sender <sender@example.com>")
        .destination(destination -> destination.toAddresses(to))
        .content(content ->
            content.raw(raw -> raw.data(SdkBytes.fromUtf8String(message(String.join(", ", to))))))
        .configurationSetName(SET)
        .emailTags(MessageTag.builder().name("job").value("job_1").build());
  }

  static String message(String to) {
    return """
    From: Sender <sender@example.com>
    To: %s
    Subject: =?utf-8?B?R3LDvMOfZQ==?=
    Message-ID: <ours@example.com>
    Date: Thu, 1 Jan 1970 00:00:00 +0000
    References: <first@example.com>
     <second@example.com>
    Bcc: hidden@example.com
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8

    Hello.
    """
        .formatted(to)
        .replace("\n", "\r\n");
  }

  List<String> eventTypes() {
    return sesEvents.stream().map(SesEvent::eventType).toList();
  }

  @Override
  public void sesEvent(SesEvent event) {
    sesEvents.add(event);
  }

  @Override
  public void busEvent(BusEvent event) {
    busEvents.add(event);
  }

  @Override
  public void inbound(InboundMail mail) {
    inbound.add(mail);
  }

  @Override
  public void objectCreated(ObjectCreated object) {
    created.add(object);
  }

  @Override
  public void close() {
    ses.close();
    s3.close();
    eventBridge.close();
    aws.close();
  }
}
