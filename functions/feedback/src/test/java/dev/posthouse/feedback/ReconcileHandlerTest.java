package dev.posthouse.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.outbound.DeliveryStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.GetMessageInsightsRequest;
import software.amazon.awssdk.services.sesv2.model.GetMessageInsightsResponse;
import software.amazon.awssdk.services.sesv2.model.GetSuppressedDestinationRequest;
import software.amazon.awssdk.services.sesv2.model.GetSuppressedDestinationResponse;
import software.amazon.awssdk.services.sesv2.model.ListSuppressedDestinationsRequest;
import software.amazon.awssdk.services.sesv2.model.ListSuppressedDestinationsResponse;
import software.amazon.awssdk.services.sesv2.model.MessageTag;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestinationSummary;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;
import software.amazon.awssdk.services.sesv2.paginators.ListSuppressedDestinationsIterable;

class ReconcileHandlerTest {
  private final Ses ses = new Ses();
  private final Deployment deployment = new Deployment().provide(SesV2Client.class, ses);
  private final Ports ports = deployment.ports();
  private final Roster roster = Fixtures.pool(ports, 1_000, 1_000);
  private final ReconcileHandler handler = new ReconcileHandler(deployment);
  private final Instant now = deployment.clock().instant();

  /// SES as far as it is asked here.
  private static final class Ses implements SesV2Client {
    private final List<SuppressedDestinationSummary> list = new ArrayList<>();
    private final Map<String, String> messages = new HashMap<>();
    private final Map<String, String> jobs = new HashMap<>();

    void suppress(String address, SuppressionListReason reason, Instant at, String message) {
      list.add(
          SuppressedDestinationSummary.builder()
              .emailAddress(address)
              .reason(reason)
              .lastUpdateTime(at)
              .build());
      messages.put(address, message);
    }

    @Override
    public String serviceName() {
      return "ses";
    }

    @Override
    public void close() {}

    @Override
    public ListSuppressedDestinationsIterable listSuppressedDestinationsPaginator(
        ListSuppressedDestinationsRequest request) {
      return new ListSuppressedDestinationsIterable(this, request);
    }

    @Override
    public ListSuppressedDestinationsResponse listSuppressedDestinations(
        ListSuppressedDestinationsRequest request) {
      return ListSuppressedDestinationsResponse.builder()
          .suppressedDestinationSummaries(
              list.stream()
                  .filter(each -> !each.lastUpdateTime().isBefore(request.startDate()))
                  .toList())
          .build();
    }

    @Override
    public GetSuppressedDestinationResponse getSuppressedDestination(
        GetSuppressedDestinationRequest request) {
      return GetSuppressedDestinationResponse.builder()
          .suppressedDestination(one ->
              one.emailAddress(request.emailAddress())
                  .attributes(it -> it.messageId(messages.get(request.emailAddress()))))
          .build();
    }

    @Override
    public GetMessageInsightsResponse getMessageInsights(GetMessageInsightsRequest request) {
      String job = jobs.get(request.messageId());
      if (job == null) {
        throw NotFoundException.builder().message("no insights").build();
      }
      return GetMessageInsightsResponse.builder()
          .emailTags(
              MessageTag.builder().name("attempt").value("1").build(),
              MessageTag.builder().name("job").value(job).build())
          .build();
    }
  }

  @Test
  void aBounceWhoseEventsWereLostIsRecordedOnceByLookingItUp() {
    OutboundJob job = sent();
    String recipient = job.envelope().recipient().toString();
    ses.suppress(recipient, SuppressionListReason.BOUNCE, now, "0100-bounced");
    ses.jobs.put("0100-bounced", job.id().value());

    handler.handleRequest(new ScheduledEvent(), null);
    handler.handleRequest(new ScheduledEvent(), null);

    assertThat(ports.jobs().find(job.id()).orElseThrow().progress().delivery())
        .isEqualTo(DeliveryStatus.BOUNCED);
    assertThat(suppression(job)).isEqualTo(Suppression.Reason.BOUNCED);
    assertThat(
            ports
                .mailboxDays()
                .between(roster.identity(), Fixtures.TODAY, Fixtures.TODAY)
                .getFirst()
                .mishaps())
        .isEqualTo(Map.of(Mishap.HARD_BOUNCE, 1));
  }

  @Test
  void aComplaintIsRecordedAsOne() {
    OutboundJob job = sent();
    ses.suppress(
        job.envelope().recipient().toString(), SuppressionListReason.COMPLAINT, now, "0100-c");
    ses.jobs.put("0100-c", job.id().value());

    handler.handleRequest(new ScheduledEvent(), null);

    assertThat(suppression(job)).isEqualTo(Suppression.Reason.COMPLAINED);
  }

  @Test
  void whatSesCannotTraceAndWhatIsOldIsLeftAlone() {
    OutboundJob job = sent();
    String recipient = job.envelope().recipient().toString();
    ses.suppress("stranger@example.com", SuppressionListReason.BOUNCE, now, "0100-other");
    ses.suppress(
        recipient, SuppressionListReason.BOUNCE, now.minus(Duration.ofDays(4)), "0100-old");
    ses.jobs.put("0100-old", job.id().value());

    handler.handleRequest(new ScheduledEvent(), null);

    assertThat(ports.jobs().find(job.id()).orElseThrow().progress().delivery())
        .isEqualTo(DeliveryStatus.PENDING);
    assertThat(deployment.logged()).contains("\"traced\":0,\"untraced\":1");
  }

  private OutboundJob sent() {
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person());
    assertThat(ports.outbox().commit(Fixtures.followups(roster, job))).isTrue();
    OutboundJob sending = job.claimed(Fixtures.NOW, Duration.ofSeconds(90));
    ports.jobs().update(job, sending);
    OutboundJob sent = sending.sent("0100-ours", Fixtures.NOW);
    ports.jobs().update(sending, sent);
    return sent;
  }

  private Suppression.Reason suppression(OutboundJob job) {
    return ports
        .recipients()
        .find(roster.tenant(), roster.identity(), job.envelope().recipient())
        .suppression()
        .orElseThrow()
        .reason();
  }
}
