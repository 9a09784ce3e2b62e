package dev.posthouse.send;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Id;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.Preview;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.outbound.SendCommand;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.outbound.SendResult;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Metrics;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import dev.posthouse.lambda.SdkFaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/// The sends of identities and of mailboxes: decode, send, encode. Decisions belong to [SendEmail].
public final class SendHandler extends HttpFunction {
  // Part of the jobs' ids: an idempotency key serves each route once.
  private static final String ROUTE = "identities/send";

  private static final int ACCEPTED = 202;
  private static final Duration HORIZON = Duration.ofDays(30);

  private final Access access;
  private final RosterCache rosters;
  private final Conversations conversations;
  private final SendEmail sendEmail;
  private final InstantSource clock;
  private final Refusals refusals;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public SendHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public SendHandler(Platform platform) {
    super(platform, SdkFaults::classify);
    SendWiring wiring = SendWiring.of(platform);
    this.access = wiring.access();
    this.rosters = wiring.rosters();
    this.conversations = wiring.conversations();
    this.sendEmail = wiring.sendEmail();
    this.clock = platform.clock();
    this.refusals = new Refusals(new Metrics(platform.log(), clock));
    route("POST /v1/identities/{handle}/send", this::send);
    var ulids = new Ulids(platform.clock(), platform.random());
    var messages = new MessageRoutes(wiring, ulids, platform.clock(), refusals);
    route("POST /v1/messages/send", messages::send);
    route("POST /v1/mailboxes/self/send", messages::send);
    route("POST /v1/messages/{messageId}/reply", messages::reply);
  }

  private HttpResponse send(HttpRequest request) {
    // The key is read at the same time as all that the decision needs: one round trip for both.
    var key = new FutureTask<>(() -> access.authenticate(request));
    Thread.ofVirtual().start(key);
    Optional<Roster> known = handle(request).flatMap(rosters::find);
    if (known.isEmpty()) {
      await(key);
      throw noSuchIdentity();
    }
    Roster roster = known.get();
    SendCommand command;
    boolean dryRun;
    try {
      dryRun = request.flag("dryRun");
      command = command(request, roster);
    } catch (ProblemException badRequest) {
      demandOwner(await(key), roster);
      if (badRequest.problem().code().compareTo(ProblemCode.MISSING_SCOPE) > 0) {
        Access.demand(await(key), Scope.MAIL_SEND);
      }
      throw badRequest;
    }
    if (dryRun) {
      demandOwner(await(key), roster);
      return preview(command, limits(await(key)));
    }
    SendEmail.Begun begun = sendEmail.begin(command);
    demandOwner(await(key), roster);
    List<SendResult> results = sendEmail.complete(begun, () -> limits(await(key)), () -> {});
    refusals.count(results);
    return respond(request, command, results);
  }

  private static KeyLimits limits(ApiKey key) {
    Access.demand(key, Scope.MAIL_SEND);
    return key.limits();
  }

  private static void demandOwner(ApiKey key, Roster roster) {
    if (!key.reaches(roster.tenant(), roster.identity())) {
      throw noSuchIdentity();
    }
  }

  private static Optional<Handle> handle(HttpRequest request) {
    return EmailAddress.tryParse(request.param("handle"))
        .map(address -> new Handle(address.canonical()));
  }

  private static ProblemException noSuchIdentity() {
    return Problem.of(ProblemCode.NOT_FOUND, "This tenant has no identity with that handle.")
        .asException();
  }

  private SendCommand command(HttpRequest request, Roster roster) {
    SendRequest body = request.json(SendRequest.class);
    Optional<String> key = request.idempotencyKey(body.idempotencyKey());
    Optional<Instant> sendAt = Optional.ofNullable(body.sendAt());
    if (sendAt.isPresent() && sendAt.get().isAfter(clock.instant().plus(HORIZON))) {
      throw Problem.invalidField("sendAt", "is at most 30 days ahead").asException();
    }
    Optional<Conversation> answered =
        Optional.ofNullable(body.convId()).map(id -> conversation(roster, id));
    return new SendCommand(
        roster,
        ROUTE,
        answered
            .map(conversation -> List.of(conversation.correspondent().toString()))
            .orElseGet(body::recipients),
        answered.map(body::replyIn).orElseGet(body::newMessage),
        Optional.empty(),
        answered.isPresent(),
        MessageRequest.orEmpty(body.labels()),
        sendAt,
        body.guarantee(),
        key,
        body.fingerprint(),
        NoReplyAfter.durationOf(body.noReplyEventAfter()));
  }

  private Conversation conversation(Roster roster, String id) {
    return Optional.of(id)
        .filter(text -> Id.hasShape(ConversationId.PREFIX, text))
        .map(ConversationId::new)
        .flatMap(conversations::find)
        .filter(conversation -> conversation.identity().equals(roster.identity()))
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_FOUND, "This identity has no conversation " + id + ".")
                .asException());
  }

  private HttpResponse preview(SendCommand command, KeyLimits limits) {
    if (command.recipients().size() != 1) {
      throw Problem.invalidField("to", "has one address in a dry run").asException();
    }
    String to = command.recipients().getFirst();
    EmailAddress address =
        EmailAddress.tryParse(to)
            .orElseThrow(() ->
                SendProblems.of(
                        new Refusal.InvalidRecipient("this is not an email address"),
                        clock.instant())
                    .asException());
    Preview preview = sendEmail.preview(command, List.of(address), limits).getFirst();
    return HttpResponse.json(200, PreviewResponse.of(to, preview));
  }

  private HttpResponse respond(HttpRequest request, SendCommand command, List<SendResult> results) {
    SendResponse response = SendResponse.of(command.roster(), results);
    request.note("queued", response.queued());
    request.note("rejected", response.rejected());
    if (response.queued() == 0) {
      throw refusal(command, results, response).asException();
    }
    label(command, results);
    boolean replayed =
        results.stream()
            .allMatch(result -> !(result instanceof SendResult.Accepted a) || a.replayed());
    HttpResponse answer =
        HttpResponse.json(ACCEPTED, response)
            .headers(DailyLimit.headers(command, results, clock.instant()));
    return replayed ? answer.header("idempotent-replayed", "true") : answer;
  }

  /// Conversations that are opened now have the labels already.
  private void label(SendCommand command, List<SendResult> results) {
    if (command.labels().isEmpty()) {
      return;
    }
    for (SendResult result : results) {
      if (result instanceof SendResult.Accepted taken
          && !taken.replayed()
          && taken.job().acceptance().sendClass() != SendClass.COLD_FIRST_CONTACT) {
        conversations.change(
            taken.job().envelope().conversation(),
            Set.copyOf(command.labels()),
            Set.of(),
            null,
            clock.instant());
      }
    }
  }

  /// All were refused: the earliest guard speaks for the request.
  private Problem refusal(SendCommand command, List<SendResult> results, SendResponse response) {
    Problem problem =
        results.stream()
            .flatMap(result ->
                result instanceof SendResult.Refused refused
                    ? Stream.of(refused.refusal())
                    : Stream.empty())
            .min(Comparator.comparing(SendProblems::code))
            .map(refusal -> SendProblems.of(refusal, clock.instant()))
            .orElseGet(SendProblems::contention);
    return results.size() == 1
        ? problem
        : problem
            .with("identity", command.roster().handle().value())
            .with("results", response.results());
  }

  private static <T> T await(FutureTask<T> task) {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading the key", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }
}
