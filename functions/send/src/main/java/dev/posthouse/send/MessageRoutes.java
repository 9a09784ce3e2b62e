package dev.posthouse.send;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Id;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.Addressing;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.outbound.SendCommand;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.outbound.SendResult;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.MailboxOf;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Mail of a mailbox: a message to everybody it names, and the answer to one that came.
final class MessageRoutes {
  private static final int ACCEPTED = 202;
  private static final Duration HORIZON = Duration.ofDays(30);

  private final SendWiring wiring;
  private final Ulids ulids;
  private final InstantSource clock;
  private final Refusals refusals;

  MessageRoutes(SendWiring wiring, Ulids ulids, InstantSource clock, Refusals refusals) {
    this.refusals = refusals;
    this.wiring = wiring;
    this.ulids = ulids;
    this.clock = clock;
  }

  /// `POST /v1/messages/send`.
  HttpResponse send(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request);
    return scoped(key, () -> send(request, key));
  }

  private HttpResponse send(HttpRequest request, ApiKey key) {
    MessageRequest body = request.json(MessageRequest.class);
    Roster sender = sender(key, body.from());
    if (body.sendAt() != null && body.sendAt().isAfter(clock.instant().plus(HORIZON))) {
      throw Problem.invalidField("sendAt", "is at most 30 days ahead").asException();
    }
    MessageId message = newMessage();
    Files files =
        Files.of(body.attachments(), sender, message, wiring.messages(), wiring.attachments());
    var content =
        new Content(
            Objects.requireNonNull(body.subject()),
            body.text(),
            body.html(),
            body.inReplyTo(),
            MessageRequest.orEmpty(body.references()),
            plainIfAlone(body.addressing(), body.recipients().size()),
            files.refs());
    var command =
        new SendCommand(
            sender,
            "messages/send",
            body.recipients(),
            content,
            Optional.of(message),
            false,
            MessageRequest.orEmpty(body.labels()),
            Optional.ofNullable(body.sendAt()),
            body.guarantee(),
            request.idempotencyKey(body.idempotencyKey()),
            body.fingerprint(),
            NoReplyAfter.durationOf(body.noReplyEventAfter()));
    return take(request, key, command, files);
  }

  /// `POST /v1/messages/{messageId}/reply`.
  HttpResponse reply(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request);
    return scoped(key, () -> reply(request, key));
  }

  private HttpResponse reply(HttpRequest request, ApiKey key) {
    ReplyRequest body = request.json(ReplyRequest.class);
    Message answered = message(key, request.param("messageId"));
    Roster sender = wiring.rosters().find(answered.identity()).orElseThrow();
    Answer answer = Answer.to(answered, body.toAll(), sender);
    MessageId message = newMessage();
    Files files =
        Files.of(body.attachments(), sender, message, wiring.messages(), wiring.attachments());
    Content content =
        answer.content(
            wiring.conversations().find(answered.conversation()),
            body.text(),
            body.html(),
            files.refs());
    var command =
        new SendCommand(
            sender,
            "messages/reply",
            answer.recipients(),
            content,
            Optional.of(message),
            true,
            List.of(),
            Optional.empty(),
            body.guarantee(),
            request.idempotencyKey(body.idempotencyKey()),
            body.fingerprint(answered.id()),
            NoReplyAfter.durationOf(body.noReplyEventAfter()));
    return take(request, key, command, files);
  }

  /// A key without the scope is told so before it hears what is wrong with its request.
  private static HttpResponse scoped(ApiKey key, Supplier<HttpResponse> answer) {
    try {
      return answer.get();
    } catch (ProblemException refusal) {
      if (refusal.problem().code().compareTo(ProblemCode.MISSING_SCOPE) > 0) {
        Access.demand(key, Scope.MAIL_SEND);
      }
      throw refusal;
    }
  }

  private MessageId newMessage() {
    return new MessageId(MessageId.PREFIX + ulids.next());
  }

  private static Addressing plainIfAlone(Addressing addressing, int recipients) {
    return recipients == 1 && addressing.replyTo().isEmpty() ? Addressing.PLAIN : addressing;
  }

  private Roster sender(ApiKey key, @Nullable String from) {
    if (from == null) {
      return MailboxOf.key(key)
          .flatMap(wiring.rosters()::find)
          .orElseThrow(() ->
              Problem.missingField("from")
                  .withFix("Name the mailbox it goes out from; this key is not bound to one.")
                  .asException());
    }
    return EmailAddress.tryParse(from)
        .map(address -> new Handle(address.canonical()))
        .flatMap(wiring.rosters()::find)
        .filter(roster -> roster.selfServe() && MailboxOf.opens(key, roster))
        .orElseThrow(() ->
            Problem.invalidField("from", "is no mailbox that this key sends from").asException());
  }

  private Message message(ApiKey key, String id) {
    return Optional.of(id)
        .filter(text -> Id.hasShape(MessageId.PREFIX, text))
        .flatMap(
            text -> wiring.lookup().find(key.tenant(), MailboxOf.key(key), new MessageId(text)))
        .filter(message ->
            wiring
                .rosters()
                .find(message.identity())
                .map(roster -> MailboxOf.opens(key, roster))
                .orElse(false))
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_FOUND, "There is no message " + id + ".").asException());
  }

  private static KeyLimits limits(ApiKey key) {
    Access.demand(key, Scope.MAIL_SEND);
    return key.limits();
  }

  private HttpResponse take(HttpRequest request, ApiKey key, SendCommand command, Files files) {
    request.note("identity", command.roster().handle().value());
    if (request.flag("dryRun")) {
      return HttpResponse.json(200, preview(command, limits(key)));
    }
    SendEmail.Begun begun = wiring.sendEmail().begin(command);
    List<SendResult> results = wiring.sendEmail().complete(begun, () -> limits(key), files::keep);
    refusals.count(results);
    List<SendResult.Accepted> accepted =
        results.stream()
            .flatMap(result ->
                result instanceof SendResult.Accepted taken ? Stream.of(taken) : Stream.empty())
            .toList();
    if (accepted.isEmpty()) {
      throw refusal(results);
    }
    OutboundJob first = accepted.getFirst().job();
    boolean replayed = accepted.stream().allMatch(SendResult.Accepted::replayed);
    if (!first.envelope().message().equals(command.message().orElseThrow())) {
      files.drop();
    }
    label(command, first, replayed);
    HttpResponse answer =
        HttpResponse.json(ACCEPTED, MessageResponse.of(command, results, first))
            .headers(DailyLimit.headers(command, results, clock.instant()));
    return replayed ? answer.header("idempotent-replayed", "true") : answer;
  }

  /// Conversations that are opened now have the labels already.
  private void label(SendCommand command, OutboundJob first, boolean replayed) {
    if (!command.labels().isEmpty() && !replayed) {
      wiring
          .conversations()
          .change(
              first.envelope().conversation(),
              Set.copyOf(command.labels()),
              Set.of(),
              null,
              clock.instant());
    }
  }

  private MessagePreview preview(SendCommand command, KeyLimits limits) {
    List<EmailAddress> valid =
        command.recipients().stream().flatMap(to -> EmailAddress.tryParse(to).stream()).toList();
    var previews = wiring.sendEmail().preview(command, valid, limits).iterator();
    return MessagePreview.of(
        command.roster().handle().value(),
        command.recipients().stream()
            .map(to ->
                EmailAddress.tryParse(to).isPresent()
                    ? MessagePreview.Row.of(to, previews.next())
                    : MessagePreview.Row.invalid(to))
            .toList());
  }

  /// All were refused: the earliest guard speaks for the request.
  private ProblemException refusal(List<SendResult> results) {
    Problem problem =
        results.stream()
            .flatMap(result ->
                result instanceof SendResult.Refused refused
                    ? Stream.of(refused.refusal())
                    : Stream.<Refusal>empty())
            .min(Comparator.comparing(SendProblems::code))
            .map(refusal -> SendProblems.of(refusal, clock.instant()))
            .orElseGet(SendProblems::contention);
    return results.size() == 1
        ? problem.asException()
        : problem.with("recipients", MessageResponse.rows(results)).asException();
  }
}
