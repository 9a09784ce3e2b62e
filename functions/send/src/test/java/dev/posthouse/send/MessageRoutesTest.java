package dev.posthouse.send;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Ports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Sending from a mailbox and answering what came to it.
class MessageRoutesTest {
  private static final String SEND = "/v1/messages/send";

  private final Deployment deployment = new Deployment().with(SendHandler::new);
  private final Ports ports = deployment.ports();
  private final Tenant tenant = Fixtures.tenant();
  private final Caller caller = deployment.caller(tenant);
  private final Roster mailbox = mailbox();

  @Test
  void aMessageGoesOutFromTheMailbox() {
    Answer answer = caller.post(SEND, message());

    assertThat(answer.status()).as(answer.content()).isEqualTo(202);
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void theHeadersSayWhatIsLeftAfterAllRecipients() {
    Map<String, Object> message = message();
    message.put("to", List.of("a@example.com", "b@example.com", "c@example.com"));

    int before = left(caller.post(SEND, message()));

    assertThat(before - left(caller.post(SEND, message))).isEqualTo(3);
  }

  private static int left(Answer answer) {
    String rateLimit = answer.headers().getOrDefault("ratelimit", "");
    return Integer.parseInt(rateLimit.replaceAll(".*;r=(\\d+).*", "$1"));
  }

  @Test
  void theSameKeyGivesTheSameMessageAndAnotherBodyIsAConflict() {
    Map<String, Object> message = message();
    Map<String, String> key = Map.of("idempotency-key", "k");
    Answer first = caller.post(SEND, message, key);

    Answer again = caller.post(SEND, message, key);

    assertThat(again.text("messageId")).isEqualTo(first.text("messageId"));
    assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
    message.put("subject", "Other");
    deployment.refused(409, "idempotency_conflict", () -> caller.post(SEND, message, key));
    assertThat(counted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "TRUE", ""})
  void whatMayHaveMeantADryRunIsNotSent(String word) {
    deployment.refused(
        400, "invalid_field", () -> caller.post(SEND + "?dryRun=" + word, message()));
  }

  @Test
  void aDryRunWritesNothing() {
    var before = deployment.contents();

    assertThat(caller.post(SEND + "?dryRun=true", message()).status()).isEqualTo(200);

    assertThat(deployment.contents()).isEqualTo(before);
  }

  @Test
  void aReplyGoesToWhoeverWrote() {
    Message received = receive();
    String path = "/v1/messages/" + received.id() + "/reply";

    Answer answer = caller.post(path, Map.of("text", "Yes."));

    assertThat(answer.status()).as(answer.content()).isEqualTo(202);
    assertThat(answer.content()).contains("petra@example.com");
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void aReplyIsRepeatedByItsKey() {
    String path = "/v1/messages/" + receive().id() + "/reply";
    Map<String, String> key = Map.of("idempotency-key", "k");

    Answer first = caller.post(path, Map.of("text", "Yes."), key);
    Answer again = caller.post(path, Map.of("text", "Yes."), key);

    assertThat(again.text("messageId")).isEqualTo(first.text("messageId")).isNotEmpty();
    deployment.refused(
        409, "idempotency_conflict", () -> caller.post(path, Map.of("text", "No."), key));
    assertThat(counted()).isEqualTo(1);
  }

  @Test
  void anotherTenantsMailboxAndMessagesAreNotThere() {
    String path = "/v1/messages/" + receive().id() + "/reply";
    Caller stranger = deployment.caller(Fixtures.tenant());
    Caller reader = deployment.caller(tenant, Scope.MAIL_READ);

    deployment.refused(400, "invalid_field", () -> stranger.post(SEND, message()));
    deployment.refused(404, "not_found", () -> stranger.post(path, Map.of("text", "Yes.")));
    deployment.refused(403, "missing_scope", () -> reader.post(SEND, message()));
    deployment.refused(403, "missing_scope", () -> reader.post(path, Map.of("text", "Yes.")));
  }

  private Map<String, Object> message() {
    return new LinkedHashMap<>(
        Map.of(
            "from",
            mailbox.handle().value(),
            "to",
            List.of("petra@example.com"),
            "subject",
            "Hello",
            "text",
            "A word."));
  }

  private Roster mailbox() {
    EmailAddress address = EmailAddress.parse(Fixtures.unique("box") + "@mail.example");
    var roster =
        new Roster(
            Fixtures.identityId(),
            tenant.id(),
            new Handle(address.canonical()),
            "Sam",
            IdentityState.ACTIVE,
            10,
            1,
            List.of(new Mailbox(0, address, MailboxState.ACTIVE, 100, 100, 10)));
    var identity = new Identity(roster.handle(), "starter", NOW, "made by a test", roster);
    assertThat(ports.identities().create(identity)).isTrue();
    ports
        .purses()
        .book(LedgerEntry.booking(tenant.id(), LedgerEntry.Kind.TOPUP, 100, "rcp_1", "", NOW));
    return roster;
  }

  private Message receive() {
    EmailAddress sender = EmailAddress.parse("petra@example.com");
    var id = new MessageId(MessageId.PREFIX + Ulids.of(NOW, new Random(5)));
    var received =
        new Message(
            id,
            tenant.id(),
            mailbox.identity(),
            ConversationId.between(mailbox.identity(), sender),
            Direction.INBOUND,
            MessageKind.HUMAN,
            new Message.Parties(
                sender.toString(), "Petra", null, List.of(mailbox.handle().value()), List.of()),
            "A question",
            "Hello,",
            NOW,
            null,
            "question@example.com",
            false,
            Map.of(),
            List.of(),
            new Payload.Inline(Fixtures.content()));
    assertThat(ports.messages().receive(received, new Messages.Arrival(sender, 0))).isTrue();
    return received;
  }

  private int counted() {
    return ports
        .outbox()
        .standing(
            new Outbox.Inquiry(mailbox.tenant(), mailbox.identity(), TODAY, List.of(), List.of()),
            true)
        .sheet()
        .total();
  }
}
