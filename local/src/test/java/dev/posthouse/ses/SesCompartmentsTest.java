package dev.posthouse.ses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.sending.Compartments;
import dev.posthouse.domain.sending.Compartments.Objection;
import dev.posthouse.local.aws.LocalAws;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.LocalAwsSettings;
import dev.posthouse.local.store.Faults;
import dev.posthouse.testing.CompartmentsContract;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sesv2.model.EventDestination;
import software.amazon.awssdk.services.sesv2.model.NotFoundException;
import software.amazon.awssdk.services.sesv2.model.ReputationEntityType;
import software.amazon.awssdk.services.sesv2.model.SendingPausedException;
import software.amazon.awssdk.services.sesv2.model.SendingStatus;

class SesCompartmentsTest implements CompartmentsContract {
  private static final IdentityId DANA = new IdentityId("idn_0123456789abcdef");
  private static final CompartmentNames NAMES = new CompartmentNames("post-");
  private static final String ARN = "arn:aws:ses:us-east-1:000000000000:";

  private LocalAws aws;
  private SesV2Client ses;
  private SesCompartments compartments;

  @BeforeEach
  void start() throws IOException {
    aws =
        LocalAws.start(
            LocalAwsSettings.DEFAULT.withStrict(),
            InstantSource.system(),
            new Random(1),
            new Faults(),
            new LocalAwsListener() {});
    ses = aws.client(SesV2Client.builder().httpClient(UrlConnectionHttpClient.create()));
    compartments =
        new SesCompartments(
            ses,
            NAMES,
            new SesCompartments.Place(
                ARN,
                "arn:aws:events:us-east-1:000000000000:event-bus/default",
                "arn:aws:sns:us-east-1:000000000000:notifications"));
  }

  @AfterEach
  void stop() {
    ses.close();
    aws.close();
  }

  @Override
  public Compartments compartments() {
    return compartments;
  }

  @Override
  public String known(String label) {
    aws.verifyIdentity(label + ".example");
    return label + ".example";
  }

  @Override
  public void objectTo(IdentityId identity, Objection objection) {
    aws.objectTo(
        NAMES.of(identity),
        objection.finding() == Finding.NONE ? "" : objection.finding().toString());
    status(identity, objection.stopped() ? SendingStatus.DISABLED : SendingStatus.ENABLED);
  }

  @Test
  void mailGoesThroughItAndIsReportedInTwoWays() {
    compartments.prepare(DANA, Set.of(known("one")));

    assertThat(aws.mail().find(send("ana@one.example")).orElseThrow().tenant())
        .isEqualTo("post-idn_0123456789abcdef");
    assertThat(
            ses.getConfigurationSetEventDestinations(
                    get -> get.configurationSetName(NAMES.of(DANA)))
                .eventDestinations())
        .allSatisfy(each -> assertThat(each.matchingEventTypes()).hasSize(6))
        .extracting(EventDestination::name)
        .containsExactlyInAnyOrder("eventbridge", "sns");
  }

  @Test
  void aDomainIsCoveredByTheOneAboveItThatSesKnows() {
    known("one");
    assertThat(compartments.prepare(DANA, Set.of("deep.mail.one.example")))
        .containsExactly("deep.mail.one.example");

    assertThat(send("ana@deep.mail.one.example")).isNotBlank();
  }

  @Test
  void aStoppedTenantSendsNothing() {
    compartments.prepare(DANA, Set.of(known("one")));
    status(DANA, SendingStatus.DISABLED);
    assertThatThrownBy(() -> send("ana@one.example")).isInstanceOf(SendingPausedException.class);

    status(DANA, SendingStatus.ENABLED);
    assertThat(send("ana@one.example")).isNotBlank();
  }

  @Test
  void removingTakesBothAway() {
    compartments.prepare(DANA, Set.of(known("one")));
    compartments.remove(DANA);

    assertThatThrownBy(() -> send("ana@one.example")).isInstanceOf(NotFoundException.class);
    assertThat(ses.listConfigurationSets(list -> {}).configurationSets()).isEmpty();
  }

  @Test
  void tenantsOfOtherDeploymentsAreNotOurs() {
    compartments.prepare(DANA, Set.of());
    String other = new CompartmentNames("other-").of(DANA);
    ses.createTenant(create -> create.tenantName(other));
    aws.objectTo(other, "HIGH");

    assertThat(compartments.objections()).isEmpty();
  }

  private void status(IdentityId identity, SendingStatus status) {
    String arn = ses.getTenant(get -> get.tenantName(NAMES.of(identity))).tenant().tenantArn();
    ses.updateReputationEntityCustomerManagedStatus(update ->
        update
            .reputationEntityType(ReputationEntityType.RESOURCE)
            .reputationEntityReference(arn)
            .sendingStatus(status));
  }

  private String send(String from) {
    return ses.sendEmail(send ->
            send.fromEmailAddress(from)
                .destination(to -> to.toAddresses("bob@example.com"))
                .content(content ->
                    content.raw(raw ->
                        raw.data(
                            SdkBytes.fromUtf8String(
                                "From: %s\r\nTo: bob@example.com\r\nSubject: Hi\r\n\r\nHi.\r\n"
                                    .formatted(from)))))
                .tenantName(NAMES.of(DANA))
                .configurationSetName(NAMES.of(DANA)))
        .messageId();
  }
}
