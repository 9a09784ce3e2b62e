package dev.posthouse.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.message.Messages.Arrival;
import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.CopyGroup;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The function as its clients see it, an identity whose mail it shows, and what comes and goes
/// there.
final class Mailroom {
  private static final Random RANDOM = new Random(20310514);

  final Deployment deployment;
  final Ports ports;
  final Tenant tenant = Fixtures.tenant();
  final Caller caller;
  final Roster roster;

  Mailroom() {
    this(new Deployment());
  }

  /// In that deployment, which has no function yet.
  Mailroom(Deployment deployment) {
    this.deployment = deployment.with(ReadHandler::new);
    this.ports = deployment.ports();
    this.caller = deployment.caller(tenant);
    this.roster = Fixtures.pool(ports, tenant.id(), 1_000, 900);
  }

  /// The path of something of the identity.
  String path(String rest) {
    return "/v1/identities/" + roster.handle().value() + rest;
  }

  /// The list of the identity's messages.
  String messages(String query) {
    return "/v1/mailboxes/self/messages?identity=" + roster.handle().value() + query;
  }

  /// Somebody else's key.
  Caller stranger() {
    return deployment.caller(Fixtures.tenant());
  }

  /// A message that came in.
  Message received(EmailAddress from, Instant at) {
    return received(from, at, message -> message);
  }

  /// A message that came in, made a little different.
  Message received(EmailAddress from, Instant at, UnaryOperator<Letter> change) {
    return receive(change.apply(Letter.usual()).from(roster, from, at));
  }

  Message receive(Message message) {
    EmailAddress from = EmailAddress.parse(message.parties().from());
    assertThat(ports.messages().receive(message, new Arrival(from, 0))).isTrue();
    return message;
  }

  /// What a message that comes in says.
  record Letter(String subject, Content content, List<AttachmentRef> files, boolean stored) {
    static Letter usual() {
      var content = new Content("Re: Grüße", "Gern!", "<p>Gern!</p>", null, List.of());
      return new Letter(content.subject(), content, List.of(), false);
    }

    Letter saying(String newSubject, String text) {
      return new Letter(
          newSubject, new Content(newSubject, text, null, null, List.of()), files, stored);
    }

    Letter kept() {
      return new Letter(subject, content, files, true);
    }

    Message from(Roster roster, EmailAddress from, Instant at) {
      var id = new MessageId(MessageId.PREFIX + Ulids.of(at, RANDOM));
      return new Message(
          id,
          roster.tenant(),
          roster.identity(),
          ConversationId.between(roster.identity(), from),
          Direction.INBOUND,
          MessageKind.HUMAN,
          new Message.Parties(
              from.toString(),
              "Ängström, P.",
              null,
              List.of(roster.mailboxes().getFirst().address().toString()),
              List.of("carol@example.net")),
          subject,
          content.snippet(),
          at,
          null,
          "reply-" + id.value() + "@example.com",
          false,
          Map.of("spf", "pass"),
          files.stream().map(file -> file.in(id, 0)).toList(),
          stored ? new Payload.Stored(id.value(), subject) : new Payload.Inline(content));
    }
  }

  /// A message that came in with a file, its content beside it.
  Message withFile(EmailAddress from, Instant at) {
    var file = new AttachmentRef("att_x", "Rechnung 📄.pdf", "application/pdf", 3, null);
    Message message =
        received(
            from,
            at,
            letter -> new Letter(letter.subject(), letter.content(), List.of(file), true));
    ports.contents().put(message.id().value(), Letter.usual().content());
    return message;
  }

  /// A job taken, whose message is filed.
  OutboundJob accepted(EmailAddress to, Instant at) {
    OutboundJob job = Fixtures.job(roster, 0, to, at, at);
    return filed(take(job, to));
  }

  private OutboundJob take(OutboundJob job, EmailAddress to) {
    boolean first =
        ports.recipients().find(roster.tenant(), roster.identity(), to).contact().isEmpty();
    assertThat(
            ports
                .outbox()
                .commit(
                    first ? Fixtures.firstContacts(roster, job) : Fixtures.followups(roster, job)))
        .isTrue();
    return job;
  }

  private OutboundJob filed(OutboundJob job) {
    ports.conversations().file(job, Fixtures.content(), Optional.empty());
    return job;
  }

  /// Two jobs of one message.
  List<OutboundJob> copies(EmailAddress one, EmailAddress other, Instant at) {
    var first = Fixtures.jobId();
    var group = new CopyGroup(first, 2);
    Envelope envelope = Fixtures.envelope(roster, 0, one, at);
    Acceptance acceptance = Fixtures.acceptance(roster, 0, at, at, DeliveryGuarantee.AT_MOST_ONCE);
    var jobs = new ArrayList<OutboundJob>();
    for (EmailAddress to : List.of(one, other)) {
      var copy =
          new Envelope(
              envelope.tenant(),
              envelope.identity(),
              envelope.handle(),
              envelope.sender(),
              to,
              envelope.message(),
              ConversationId.between(roster.identity(), to),
              false,
              Route.EXTERNAL,
              group);
      jobs.add(
          take(
              OutboundJob.accepted(
                  JobIds.copy(first, jobs.size()),
                  copy,
                  new Payload.Inline(Fixtures.content()),
                  acceptance),
              to));
    }
    filed(jobs.getFirst());
    return jobs;
  }

  /// The job, sent, and part of its conversation.
  OutboundJob sent(OutboundJob job, Instant at) {
    OutboundJob claimed = update(job, job.claimed(at, Duration.ofSeconds(90)));
    OutboundJob sent = update(claimed, claimed.sent("0100ses" + job.id().value(), at));
    ports.conversations().sent(sent, "0100-" + job.id().value() + "@example.com", "Hello,");
    return sent;
  }

  OutboundJob update(OutboundJob before, OutboundJob after) {
    assertThat(ports.jobs().update(before, after)).isInstanceOf(Jobs.StepResult.Done.class);
    return after;
  }

  /// The ids of a list's items.
  static List<String> ids(Answer answer) {
    assertThat(answer.status()).as(answer.content()).isEqualTo(200);
    return ids(answer.body().path("items"));
  }

  static List<String> ids(JsonNode items) {
    return items.valueStream().map(item -> item.path("id").asString()).toList();
  }

  /// Where the list goes on; null at its end.
  static @Nullable String next(Answer answer) {
    JsonNode next = answer.body().path("nextCursor");
    assertThat(next.isMissingNode()).isFalse();
    return next.isNull() ? null : next.asString();
  }

  /// All ids of a list, page by page.
  ///
  /// @param path with a query
  /// @param between done after each page
  List<String> all(String path, Runnable between) {
    var ids = new ArrayList<String>();
    String next = "";
    for (int pages = 0; next != null; pages++) {
      assertThat(pages).as("pages").isLessThan(500);
      Answer answer = caller.get(path + (next.isEmpty() ? "" : "&cursor=" + next));
      ids.addAll(ids(answer));
      between.run();
      next = next(answer);
    }
    return ids;
  }
}
