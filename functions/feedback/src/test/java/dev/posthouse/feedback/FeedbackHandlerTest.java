package dev.posthouse.feedback;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.posthouse.domain.outbound.DeliveryStatus;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedbackHandlerTest {
  private final Deployment deployment = new Deployment();
  private final FeedbackHandler handler = new FeedbackHandler(deployment);
  private final Roster roster = Fixtures.pool(deployment.ports(), 10, 10);
  private final OutboundJob job = Fixtures.job(roster, 0, Fixtures.person());

  @BeforeEach
  void take() {
    assertThat(deployment.ports().outbox().commit(Fixtures.followups(roster, job))).isTrue();
  }

  @Test
  void anEventOfEventBridgeIsRecorded() {
    Deployment.invoke(handler, SesEvents.eventBridge(SesEvents.delivery(job.id().value(), NOW)));

    assertDelivered();
  }

  @Test
  void anEventOfSnsIsRecorded() {
    Deployment.invoke(handler, SesEvents.sns(SesEvents.delivery(job.id().value(), NOW)));

    assertDelivered();
  }

  @Test
  void bothTellOfTheSameEventAndItIsRecordedOnce() {
    Deployment.invoke(handler, SesEvents.sns(SesEvents.delivery(job.id().value(), NOW)));
    var before = deployment.contents();

    Deployment.invoke(handler, SesEvents.eventBridge(SesEvents.delivery(job.id().value(), NOW)));

    assertThat(deployment.contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../events/ses-event.json", "../../events/ses-notification.json"})
  void theSampleEventsAreOfAJobThatIsGone(String sample) throws IOException {
    Deployment.invoke(handler, Files.readString(Path.of(sample)));

    assertThat(deployment.logged()).contains("an event of a job that has expired");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"detail\":7}",
        "{\"detail\":null}",
        "{\"Records\":[]}",
        "{\"Records\":[7]}",
        "{\"Records\":[{\"Sns\":{}}]}",
        "{\"Records\":[{\"Sns\":{\"Message\":\"\"}}]}",
        "{\"Records\":[{\"Sns\":{\"Message\":\"Successfully validated SNS topic\"}}]}",
        "{\"Records\":[{\"Sns\":{\"Message\":\"{\"}}]}",
        "{\"Records\":[{\"Sns\":{\"Message\":{\"eventType\":\"Send\"}}}]}"
      })
  void whatIsNoEventIsLetGoForItWouldOnlyComeAgain(String payload) {
    var before = deployment.contents();

    assertThatCode(() -> Deployment.invoke(handler, payload)).doesNotThrowAnyException();

    assertThat(deployment.contents()).isEqualTo(before);
  }

  @Test
  void aRecordThatIsNoEventDoesNotHideTheNext() {
    Deployment.invoke(handler, SesEvents.sns("hello", SesEvents.delivery(job.id().value(), NOW)));

    assertDelivered();
  }

  private void assertDelivered() {
    OutboundJob after = deployment.ports().jobs().find(job.id()).orElseThrow();
    assertThat(after.status()).isEqualTo(JobStatus.SENT);
    assertThat(after.progress().delivery()).isEqualTo(DeliveryStatus.DELIVERED);
  }
}
