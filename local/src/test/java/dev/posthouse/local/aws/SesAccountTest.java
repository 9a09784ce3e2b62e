package dev.posthouse.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sesv2.model.AlreadyExistsException;
import software.amazon.awssdk.services.sesv2.model.BadRequestException;
import software.amazon.awssdk.services.sesv2.model.DkimStatus;
import software.amazon.awssdk.services.sesv2.model.EventDestination;
import software.amazon.awssdk.services.sesv2.model.EventType;
import software.amazon.awssdk.services.sesv2.model.IdentityType;
import software.amazon.awssdk.services.sesv2.model.LimitExceededException;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.SuppressedDestinationSummary;
import software.amazon.awssdk.services.sesv2.model.SuppressionListReason;

final class SesAccountTest {
  private AwsRun run;

  @BeforeEach
  void start() throws IOException {
    run = AwsRun.start();
  }

  @AfterEach
  void stop() {
    run.close();
  }

  @Test
  void keepsIdentities() {
    var created = run.ses.createEmailIdentity(create -> create.emailIdentity("example.com"));
    run.ses.createEmailIdentity(create -> create.emailIdentity("me@example.org"));

    assertThat(created.identityType()).isEqualTo(IdentityType.DOMAIN);
    assertThat(created.verifiedForSendingStatus()).isTrue();
    assertThat(created.dkimAttributes().tokens()).hasSize(3);
    var found = run.ses.getEmailIdentity(get -> get.emailIdentity("example.com"));
    assertThat(found.dkimAttributes().status()).isEqualTo(DkimStatus.SUCCESS);
    assertThat(run.ses.getEmailIdentity(get -> get.emailIdentity("me@example.org")).identityType())
        .isEqualTo(IdentityType.EMAIL_ADDRESS);
    var first = run.ses.listEmailIdentities(list -> list.pageSize(1));
    var second = run.ses.listEmailIdentities(list -> list.pageSize(1).nextToken(first.nextToken()));
    assertThat(first.emailIdentities().getFirst().identityName()).isEqualTo("example.com");
    assertThat(second.emailIdentities().getFirst().identityName()).isEqualTo("me@example.org");
    assertThat(second.nextToken()).isNull();
    assertThatThrownBy(
            () -> run.ses.createEmailIdentity(create -> create.emailIdentity("example.com")))
        .isInstanceOf(AlreadyExistsException.class);

    run.ses.deleteEmailIdentity(delete -> delete.emailIdentity("example.com"));
    assertThatThrownBy(() -> run.ses.getEmailIdentity(get -> get.emailIdentity("example.com")))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void keepsConfigurationSetsAndTheirDestinations() {
    run.ses.createConfigurationSet(create -> create.configurationSetName("set"));
    assertThatThrownBy(
            () -> run.ses.createConfigurationSet(create -> create.configurationSetName("set")))
        .isInstanceOf(AlreadyExistsException.class);
    destination("bus", toBus("default"));

    assertThat(
            run.ses
                .getConfigurationSet(get -> get.configurationSetName("set"))
                .configurationSetName())
        .isEqualTo("set");
    var found =
        run.ses
            .getConfigurationSetEventDestinations(get -> get.configurationSetName("set"))
            .eventDestinations();
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().name()).isEqualTo("bus");
    assertThat(found.getFirst().matchingEventTypes())
        .containsExactly(EventType.SEND, EventType.BOUNCE);

    run.ses.deleteConfigurationSet(delete -> delete.configurationSetName("set"));
    assertThatThrownBy(() -> run.ses.getConfigurationSet(get -> get.configurationSetName("set")))
        .isInstanceOf(NotFoundException.class);
  }

  private static EventDestination toBus(String name) {
    return EventDestination.builder()
        .enabled(true)
        .matchingEventTypes(EventType.SEND, EventType.BOUNCE)
        .eventBridgeDestination(
            bus -> bus.eventBusArn("arn:aws:events:us-east-1:000000000000:event-bus/" + name))
        .build();
  }

  private void destination(String name, EventDestination destination) {
    run.ses.createConfigurationSetEventDestination(create ->
        create
            .configurationSetName("set")
            .eventDestinationName(name)
            .eventDestination(there ->
                there
                    .enabled(destination.enabled())
                    .matchingEventTypesWithStrings(destination.matchingEventTypesAsStrings())
                    .eventBridgeDestination(destination.eventBridgeDestination())));
  }

  @Test
  void refusesDestinationsThatSesRefuses() {
    run.ses.createConfigurationSet(create -> create.configurationSetName("set"));
    assertThatThrownBy(() -> destination("bus", toBus("other")))
        .isInstanceOf(BadRequestException.class);
    assertThatThrownBy(() ->
            destination(
                "bus",
                toBus("default").toBuilder().matchingEventTypesWithStrings("BOUNCED").build()))
        .isInstanceOf(BadRequestException.class);
    for (int i = 0; i < 10; i++) {
      destination("bus" + i, toBus("default"));
    }
    assertThatThrownBy(() -> destination("bus0", toBus("default")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThatThrownBy(() -> destination("bus10", toBus("default")))
        .isInstanceOf(LimitExceededException.class);
  }

  @Test
  void keepsTheSuppressionList() {
    for (String local : new String[] {"b", "a"}) {
      run.ses.putSuppressedDestination(
          put -> put.emailAddress(local + "@example.net").reason(SuppressionListReason.COMPLAINT));
    }
    run.ses.putSuppressedDestination(
        put -> put.emailAddress("c@example.net").reason(SuppressionListReason.BOUNCE));

    var complaints =
        run.ses.listSuppressedDestinations(
            list -> list.reasons(SuppressionListReason.COMPLAINT).pageSize(1));
    assertThat(complaints.suppressedDestinationSummaries())
        .extracting(SuppressedDestinationSummary::emailAddress)
        .containsExactly("a@example.net");
    assertThat(complaints.nextToken()).isNotNull();
    assertThat(
            run.ses
                .listSuppressedDestinations(list ->
                    list.reasons(SuppressionListReason.COMPLAINT, SuppressionListReason.BOUNCE))
                .suppressedDestinationSummaries())
        .hasSize(3);

    run.ses.deleteSuppressedDestination(delete -> delete.emailAddress("a@example.net"));
    assertThatThrownBy(
            () -> run.ses.getSuppressedDestination(get -> get.emailAddress("a@example.net")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() ->
            run.ses.deleteSuppressedDestination(delete -> delete.emailAddress("a@example.net")))
        .isInstanceOf(NotFoundException.class);
  }
}
