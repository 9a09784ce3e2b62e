package dev.posthouse.deliver;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.DeliveryStatus;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.BlockedSenders;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.testing.Fixtures;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Mail to a mailbox of this platform, which SES never sees.
class DeliverInsideTest {
  private final Delivery delivery = new Delivery(10, 10);
  private final Roster neighbour = Fixtures.pool(delivery.ports, 10, 10);
  private final EmailAddress inside = neighbour.mailbox(0).orElseThrow().address();

  @Test
  void aMessageToAMailboxOfThePlatformIsPutThere() {
    OutboundJob job = delivery.advance(accept());

    assertThat(delivery.mailer.calls()).isEmpty();
    assertThat(job.status()).isEqualTo(JobStatus.SENT);
    assertThat(job.progress().delivery()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(received()).singleElement().extracting(Message::subject).isEqualTo(job.subject());
  }

  @Test
  void whoMustNotBeWrittenToIsNotWrittenToInsideEither() {
    OutboundJob first = accept();
    OutboundJob second = accept();

    delivery.suppress(inside);
    assertThat(delivery.advance(first).status()).isEqualTo(JobStatus.FAILED);
    delivery.suspendTenant();
    assertThat(delivery.advance(second).status()).isEqualTo(JobStatus.FAILED);

    assertThat(received()).isEmpty();
  }

  @Test
  void aMailboxThatIsBeingMadeTakesNothing() {
    Fixtures.changed(
        delivery
            .ports
            .identities()
            .change(
                neighbour, neighbour.replacing(0, box -> box.in(MailboxState.PROVISIONING)), NOW));

    assertThat(delivery.advance(accept()).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.mailer.calls()).hasSize(1);
  }

  @Test
  void mailThatWasTakenForAMailboxHereNeverLeaves() {
    OutboundJob like = Fixtures.job(delivery.roster, 0, inside);
    Envelope outside = like.envelope();
    var internal =
        new Envelope(
            outside.tenant(),
            outside.identity(),
            outside.handle(),
            outside.sender(),
            outside.recipient(),
            outside.message(),
            outside.conversation(),
            false,
            Route.INTERNAL,
            null);
    OutboundJob job =
        delivery.accept(
            OutboundJob.accepted(like.id(), internal, like.payload(), like.acceptance()));
    Fixtures.changed(
        delivery
            .ports
            .identities()
            .change(
                neighbour, neighbour.replacing(0, box -> box.in(MailboxState.PROVISIONING)), NOW));

    OutboundJob failed = delivery.advance(job);

    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.progress().lastError()).extracting(JobError::code).isEqualTo("mailbox_gone");
    assertThat(delivery.mailer.calls()).isEmpty();
  }

  @Test
  void anAttemptThatCrashedIsMadeAgainAndLeavesOneCopy() {
    var crashing = new CrowdedJobs();
    var run = new Delivery(crashing::over, 10, 10);
    Roster there = Fixtures.pool(run.ports, 10, 10);
    EmailAddress address = there.mailbox(0).orElseThrow().address();
    OutboundJob job = run.accept(Fixtures.job(run.roster, 0, address));
    crashing.crashAtUpdate(2);
    assertThatThrownBy(() -> run.deliver.advance(job)).hasMessage("crashed");

    run.clock.advance(DeliverJob.LEASE);
    assertThat(run.advance(job).status()).isEqualTo(JobStatus.SENT);

    assertThat(run.ports.messages().list(there.identity(), Optional.empty(), Optional.empty(), 9))
        .hasSize(1);
    assertThat(run.mailer.calls()).isEmpty();
  }

  @Test
  void aSecondAttemptLooksAtSuppressionsAgain() {
    OutboundJob job = accept();
    OutboundJob claimed = job.claimed(NOW, DeliverJob.LEASE);
    assertThat(delivery.ports.jobs().update(job, claimed)).isInstanceOf(Jobs.StepResult.Done.class);
    delivery.suppress(inside);
    delivery.clock.advance(DeliverJob.LEASE);

    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(received()).isEmpty();
  }

  @Test
  void aMailboxThatBlocksTheSenderGetsNothingAndTheSenderIsTold() {
    Identity alone = Fixtures.selfServe(delivery.roster.tenant());
    KeySecret secret = Fixtures.secret();
    assertThat(
            delivery.mailboxes.add(alone, Fixtures.key(delivery.roster.tenant(), secret), secret))
        .isEqualTo(new Mailboxes.Opening.Opened());
    Roster there = alone.roster();
    EmailAddress address = there.mailboxes().getFirst().address();
    String sender = delivery.roster.mailboxes().getFirst().address().canonical();
    delivery.mailboxes.block(there.identity(), new BlockedSenders(Set.of(sender)));

    OutboundJob job = delivery.advance(delivery.accept(Fixtures.job(delivery.roster, 0, address)));

    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.progress().lastError())
        .isEqualTo(
            new JobError("blocked_by_recipient", "The recipient takes no mail from this sender."));
    assertThat(job.unit()).isEmpty();
    delivery.mailboxes.block(there.identity(), BlockedSenders.NONE);
    assertThat(
            delivery.advance(delivery.accept(Fixtures.job(delivery.roster, 0, address))).status())
        .isEqualTo(JobStatus.SENT);
  }

  private OutboundJob accept() {
    return delivery.accept(Fixtures.job(delivery.roster, 0, inside));
  }

  private List<Message> received() {
    return delivery
        .ports
        .messages()
        .list(neighbour.identity(), Optional.empty(), Optional.empty(), 9);
  }
}
