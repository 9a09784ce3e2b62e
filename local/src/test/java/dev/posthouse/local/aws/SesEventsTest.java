package dev.posthouse.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.aws.SesEvent.Destination;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sesv2.model.EventType;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;
import tools.jackson.databind.JsonNode;

final class SesEventsTest {
  private AwsRun run;

  @BeforeEach
  void start() throws IOException {
    run = AwsRun.start();
  }

  @AfterEach
  void stop() {
    run.close();
  }

  @ParameterizedTest
  @CsvSource({
    "a@example.net, 'Send,Delivery'",
    "success@simulator.amazonses.com, 'Send,Delivery'",
    "bounce+label@simulator.amazonses.com, 'Send,Bounce'",
    "complaint@simulator.amazonses.com, 'Send,Delivery,Complaint'",
    "suppressionlist@simulator.amazonses.com, 'Send,Bounce'",
    "ooto@simulator.amazonses.com, 'Send,Delivery'",
    "bounce+1@example.com, 'Send,Bounce'",
    "soft+1@mail.example.org, 'Send,Bounce'",
    "complaint+1@shop.test, 'Send,Delivery,Complaint'",
    "delay+1@example.com, 'Send,DeliveryDelay,Delivery'",
    "reject+1@example.com, 'Send,Reject'",
    "reply+1@example.com, 'Send,Delivery'",
    "auto+1@example.com, 'Send,Delivery'",
    "dsn+1@example.com, 'Send'",
    "bounce@example.com, 'Send,Delivery'",
    "bounce+1@elsewhere.invalid, 'Send,Delivery'"
  })
  void steersByRecipient(String recipient, String types) {
    run.send(recipient);
    run.runADay();

    assertThat(String.join(",", run.eventTypes())).isEqualTo(types);
  }

  @Test
  void tellsEachRecipientsOutcome() {
    run.send("a@example.net", "bounce+1@example.com");
    run.runADay();

    assertThat(run.eventTypes()).containsExactly("Send", "Delivery", "Bounce");
    JsonNode detail = run.sesEvents.getLast().detail();
    assertThat(detail.path("mail").path("destination").size()).isEqualTo(2);
    assertThat(
            detail.path("bounce").path("bouncedRecipients").path(0).path("emailAddress").asString())
        .isEqualTo("bounce+1@example.com");
  }

  @Test
  void isInTheFormOfEventBridge() {
    String id = run.send("bounce+1@example.com");
    run.runADay();

    JsonNode event = run.sesEvents.getLast().json();
    assertThat(event.path("source").asString()).isEqualTo("aws.ses");
    assertThat(event.path("detail-type").asString()).isEqualTo("Email Bounced");
    assertThat(event.path("time").asString()).isEqualTo("2026-11-20T10:00:01Z");
    assertThat(event.path("resources").path(0).asString()).endsWith(":configuration-set/events");
    JsonNode mail = event.path("detail").path("mail");
    assertThat(mail.path("messageId").asString()).isEqualTo(id);
    assertThat(mail.path("timestamp").asString()).isEqualTo("2026-11-20T10:00:00.000Z");
    assertThat(mail.path("source").asString()).isEqualTo("Sender <sender@example.com>");
    assertThat(mail.path("tags").path("job").path(0).asString()).isEqualTo("job_1");
    assertThat(mail.path("tags").path("ses:configuration-set").path(0).asString())
        .isEqualTo("events");
    assertThat(mail.path("commonHeaders").path("subject").asString()).isEqualTo("Grüße");
    assertThat(mail.path("headers").valueStream().map(each -> each.path("name").asString()))
        .contains("References", "Message-ID");
    JsonNode bounce = event.path("detail").path("bounce");
    assertThat(bounce.path("bounceType").asString()).isEqualTo("Permanent");
    assertThat(bounce.path("bounceSubType").asString()).isEqualTo("General");
    assertThat(bounce.path("bouncedRecipients").path(0).path("status").asString())
        .isEqualTo("5.1.1");
  }

  @Test
  void isInTheFormOfSnsForATopic() {
    String topic = "arn:aws:sns:us-east-1:000000000000:feedback";
    run.ses.createConfigurationSet(request -> request.configurationSetName(AwsRun.SET));
    run.ses.createConfigurationSetEventDestination(request ->
        request
            .configurationSetName(AwsRun.SET)
            .eventDestinationName("topic")
            .eventDestination(destination ->
                destination
                    .enabled(true)
                    .matchingEventTypes(EventType.DELIVERY)
                    .snsDestination(sns -> sns.topicArn(topic))));
    run.send("a@example.net");
    run.runADay();

    assertThat(run.sesEvents).hasSize(1);
    SesEvent event = run.sesEvents.getFirst();
    assertThat(event.destination()).isEqualTo(new Destination.Sns(topic));
    JsonNode record = event.json().path("Records").path(0);
    assertThat(record.path("EventSource").asString()).isEqualTo("aws:sns");
    assertThat(record.path("Sns").path("TopicArn").asString()).isEqualTo(topic);
    JsonNode message = Json.read(record.path("Sns").path("Message").asString());
    assertThat(message.path("eventType").asString()).isEqualTo("Delivery");
    assertThat(message.toString()).isEqualTo(event.detail().toString());
  }

  @Test
  void tellsNothingWithoutAConfigurationSet() {
    run.ses.sendEmail(AwsRun.request("a@example.net").configurationSetName(null).build());
    run.runADay();

    assertThat(run.sesEvents).isEmpty();
  }

  @Test
  void happensInOrderAsTimePasses() {
    run.send("delay+1@example.com");
    assertThat(run.aws.nextDueAt()).contains(ManualClock.START);

    assertThat(run.aws.runDue(ManualClock.START)).isEqualTo(1);
    assertThat(run.aws.nextDueAt()).contains(ManualClock.START.plusSeconds(1));
    assertThat(run.aws.runDue(ManualClock.START.plusSeconds(1))).isEqualTo(1);
    assertThat(run.aws.nextDueAt()).contains(ManualClock.START.plus(Duration.ofMinutes(15)));
    assertThat(run.aws.runDue(ManualClock.START.plus(Duration.ofHours(1)))).isEqualTo(1);
    assertThat(run.aws.nextDueAt()).isEmpty();
  }

  @Test
  void suppressesAfterAHardBounce() {
    run.send("bounce+1@example.com");
    run.runADay();
    run.send("bounce+1@example.com");
    run.runADay();

    assertThat(run.sesEvents.getLast().detail().path("bounce").path("bounceSubType").asString())
        .isEqualTo("OnAccountSuppressionList");
    var entry = run.ses.getSuppressedDestination(get -> get.emailAddress("Bounce+1@example.com"));
    assertThat(entry.suppressedDestination().reason()).isEqualTo(SuppressionListReason.BOUNCE);
    assertThat(entry.suppressedDestination().lastUpdateTime())
        .isEqualTo(ManualClock.START.plusSeconds(1));
  }

  @Test
  void doesNotSuppressTheSimulator() {
    run.send("bounce@simulator.amazonses.com", "complaint@simulator.amazonses.com");
    run.runADay();

    assertThat(run.ses.listSuppressedDestinations(list -> {}).suppressedDestinationSummaries())
        .isEmpty();
  }

  @Test
  void rejectsAVirus() {
    String virus = AwsRun.message("a@example.net") + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE\r\n";
    run.ses.sendEmail(
        AwsRun.request("a@example.net")
            .content(content -> content.raw(raw -> raw.data(SdkBytes.fromUtf8String(virus))))
            .build());
    run.runADay();

    assertThat(run.eventTypes()).containsExactly("Send", "Reject");
    assertThat(run.sesEvents.getLast().detail().path("reject").path("reason").asString())
        .isEqualTo("Bad content");
  }

  @Test
  void repliesInTheThread() {
    String id = run.send("reply+1@example.com");
    run.runADay();

    InboundMail reply = run.inbound.getFirst();
    assertThat(reply.from()).isEqualTo("reply+1@example.com");
    assertThat(reply.to()).isEqualTo("sender@example.com");
    MailHeader header = MailHeader.parse(reply.bytes());
    String sent = "<" + id + "@email.amazonses.com>";
    assertThat(header.value("In-Reply-To")).contains(sent);
    assertThat(header.value("References"))
        .contains("<first@example.com> <second@example.com> " + sent);
    assertThat(header.subject()).isEqualTo("Re: Grüße");
    assertThat(header.value("Date")).contains("Fri, 20 Nov 2026 10:00:03 +0000");
    assertThat(header.value("Auto-Submitted")).isEmpty();
  }

  @Test
  void answersAutomaticallyFromNobody() {
    run.send("auto+1@example.com");
    run.runADay();

    InboundMail answer = run.inbound.getFirst();
    assertThat(answer.from()).isEmpty();
    assertThat(answer.to()).isEqualTo("sender@example.com");
    assertThat(MailHeader.parse(answer.bytes()).value("Auto-Submitted")).contains("auto-replied");
  }

  @Test
  void returnsADeliveryStatusNotification() {
    String id = run.send("dsn+1@example.com");
    run.runADay();

    InboundMail notification = run.inbound.getFirst();
    assertThat(notification.from()).isEmpty();
    String text = new String(notification.bytes(), StandardCharsets.UTF_8);
    assertThat(text)
        .contains("multipart/report; report-type=delivery-status")
        .contains("Final-Recipient: rfc822; dsn+1@example.com\r\n")
        .contains("Action: failed\r\nStatus: 5.1.1\r\n")
        .contains("In-Reply-To: <" + id + "@email.amazonses.com>")
        .contains("\r\n\r\nMessage-ID: <" + id);
    assertThat(List.of(text.split("\r\n"))).noneMatch(line -> line.contains("\n"));
  }
}
