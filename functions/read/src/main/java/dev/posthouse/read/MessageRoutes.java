package dev.posthouse.read;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Messages, their contents and their files.
final class MessageRoutes {
  private static final int FOUND = 302;
  private static final String NO_STORE = "no-store";

  private final ReadWiring wiring;
  private final Lookup lookup;

  MessageRoutes(ReadWiring wiring) {
    this.wiring = wiring;
    this.lookup = wiring.lookup();
  }

  /// `GET /v1/mailboxes/self/messages`.
  HttpResponse list(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    var parameters = new Parameters(request);
    int limit = parameters.limit();
    MessageQuery query = MessageQuery.of(parameters);
    Roster roster = lookup.self(request, key);
    Optional<MessageId> before =
        parameters.cursor(roster, MessageRoutes::place, MessageQuery.FILTERS);
    var jobs = new JobsBehind(wiring.jobs());
    Page<Message, MessageId> page =
        wiring.listMessages().list(roster.identity(), query, jobs, before, limit);
    jobs.load(page.rows());
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(
        "items",
        page.rows().stream().map(message -> MessageView.listed(message, roster, jobs)).toList());
    body.put("nextCursor", parameters.next(roster, place(page.next()), MessageQuery.FILTERS));
    return HttpResponse.json(200, body);
  }

  /// A place among messages as a cursor carries it.
  static @Nullable String place(@Nullable MessageId next) {
    return next == null ? null : next.value();
  }

  /// The place in a cursor; empty if it is none.
  static Optional<MessageId> place(String text) {
    return Id.hasShape(MessageId.PREFIX, text)
        ? Optional.of(new MessageId(text))
        : Optional.empty();
  }

  /// `GET /v1/messages/{messageId}`.
  HttpResponse show(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    Lookup.Found found = lookup.message(request, key);
    return HttpResponse.json(200, view(found.message(), found.roster()));
  }

  private MessageView view(Message message, Roster roster) {
    return MessageView.whole(message, roster, new JobsBehind(wiring.jobs()).load(List.of(message)));
  }

  /// `GET /v1/messages/{messageId}/content`.
  HttpResponse content(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    Message message = lookup.message(request, key).message();
    Content content =
        switch (message.payload()) {
          case Payload.Inline(Content inline) -> inline;
          case Payload.Stored(String stored, String _) ->
              wiring
                  .contents()
                  .get(stored)
                  .orElseThrow(() -> Lookup.notFound("content of", message.id().value()));
        };
    // It has links that open without a key.
    return ContentView.of(message, content, wiring.attachments())
        .answer()
        .header("cache-control", NO_STORE);
  }

  /// `GET /v1/attachments/{attachmentId}`: to where the file is.
  HttpResponse attachment(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    String id = request.param("attachmentId");
    AttachmentRef file =
        AttachmentRef.messageOf(id)
            .flatMap(message -> lookup.message(request, key, message))
            .flatMap(found ->
                found.message().attachments().stream()
                    .filter(ref -> ref.id().equals(id))
                    .findFirst())
            .orElseThrow(() -> Lookup.notFound("attachment", id));
    return new HttpResponse(FOUND, null, null, Map.of())
        .header("location", wiring.attachments().link(file).toString())
        .header("cache-control", NO_STORE);
  }

  /// `PATCH /v1/messages/{messageId}`: to mark one's mail as read is part of reading it.
  HttpResponse change(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    Lookup.Found found = lookup.message(request, key);
    boolean read = request.json(ChangeMessageRequest.class).marksRead();
    Message message = found.message();
    if (message.direction() == Direction.OUTBOUND && !read) {
      throw Problem.of(ProblemCode.CONFLICT, "What an identity wrote itself is always read.")
          .asException();
    }
    if (message.direction() == Direction.INBOUND
        && !wiring.messages().markRead(message.identity(), message.id(), read)) {
      throw Lookup.notFound("message", message.id().value());
    }
    Message after =
        wiring
            .messages()
            .find(message.identity(), message.id())
            .orElseThrow(() -> Lookup.notFound("message", message.id().value()));
    return HttpResponse.json(200, view(after, found.roster()));
  }

  /// `DELETE /v1/messages/{messageId}`: a key that only reads destroys nothing.
  HttpResponse delete(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_SEND);
    Message message = lookup.message(request, key).message();
    Optional<OutboundJob> sender = wiring.deleteMessage().delete(message);
    if (sender.isPresent()) {
      String job = sender.get().id().value();
      throw Problem.of(ProblemCode.CONFLICT, "The message has still to be sent, by " + job + ".")
          .withFix("Cancel it with POST /v1/outbound-jobs/" + job + "/cancel, or wait for its end.")
          .with("outboundJobId", job)
          .asException();
    }
    return HttpResponse.noContent();
  }
}
