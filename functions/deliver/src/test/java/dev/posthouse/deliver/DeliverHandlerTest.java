package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Json;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sesv2.SesV2Client;

class DeliverHandlerTest {
  private final RecordingSes ses = new RecordingSes();
  private final Deployment deployment = new Deployment().provide(SesV2Client.class, ses);
  private final DeliverHandler handler = new DeliverHandler(deployment);
  private final Roster roster = Fixtures.pool(deployment.ports(), 10, 10);

  @Test
  void everyJobOfABatchIsSent() {
    OutboundJob first = accept();
    OutboundJob second = accept();

    assertThat(handle(new StreamEvent().put("1", item(first)).put("2", item(second)))).isEmpty();

    assertThat(status(first)).isEqualTo(JobStatus.SENT);
    assertThat(status(second)).isEqualTo(JobStatus.SENT);
    assertThat(ses.requests()).hasSize(2);
  }

  @Test
  void aBatchThatComesTwiceIsSentOnce() {
    OutboundJob job = accept();
    var event = new StreamEvent().put("1", item(job)).put("2", item(job));

    handle(event);
    handle(event);

    assertThat(ses.requests()).hasSize(1);
  }

  @Test
  void aRecordThatCannotBeReadComesAgainAndTheOthersAreSent() {
    OutboundJob first = accept();
    OutboundJob last = accept();
    Map<String, AttributeValue> broken = new HashMap<>(item(accept()));
    broken.put("status", AttributeValue.fromS("no such status"));

    assertThat(
            handle(new StreamEvent().put("1", item(first)).put("2", broken).put("3", item(last))))
        .containsExactly("2");

    assertThat(status(first)).isEqualTo(JobStatus.SENT);
    assertThat(status(last)).isEqualTo(JobStatus.SENT);
    assertThat(deployment.logged()).contains("a job could not be taken further");
  }

  @Test
  void aJobThatFailsComesAgainAndTheOthersAreSent() {
    OutboundJob orphan =
        Fixtures.job(
            Fixtures.roster(Fixtures.tenantId(), Fixtures.mailboxes(5), 5), 0, Fixtures.person());
    Map<String, AttributeValue> lost = new HashMap<>(item(accept()));
    lost.put("identity", AttributeValue.fromS(orphan.envelope().identity().value()));
    OutboundJob good = accept();

    assertThat(handle(new StreamEvent().put("1", lost).put("2", item(good)))).containsExactly("1");

    assertThat(status(good)).isEqualTo(JobStatus.SENT);
  }

  @Test
  void whatBreaksTheWholeProcessFailsTheFunction() {
    OutboundJob job = accept();
    ses.breakDown(new LinkageError("out of order"));

    assertThatThrownBy(() -> handle(new StreamEvent().put("1", item(job))))
        .isInstanceOf(LinkageError.class);
  }

  @Test
  void aBatchOfNothingIsNothing() {
    assertThat(handle(new StreamEvent())).isEmpty();
  }

  private OutboundJob accept() {
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person());
    assertThat(deployment.ports().outbox().commit(Fixtures.followups(roster, job))).isTrue();
    return job;
  }

  private Map<String, AttributeValue> item(OutboundJob job) {
    return deployment.contents().stream()
        .filter(item -> item.containsValue(AttributeValue.fromS("JOB#" + job.id())))
        .findFirst()
        .orElseThrow();
  }

  private JobStatus status(OutboundJob job) {
    return deployment.ports().jobs().find(job.id()).orElseThrow().status();
  }

  private List<String> handle(StreamEvent event) {
    return Json.mapper()
        .readTree(Deployment.invoke(handler, event.json()))
        .path("batchItemFailures")
        .valueStream()
        .map(failure -> failure.path("itemIdentifier").asString())
        .toList();
  }
}
