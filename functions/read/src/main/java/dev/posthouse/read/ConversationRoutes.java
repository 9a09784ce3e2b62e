package dev.posthouse.read;

import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.Conversations.Position;
import dev.posthouse.domain.outbound.Labels;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Conversations of identities, and the messages in them.
final class ConversationRoutes {
  /// How many messages come with a conversation; the thread has the others.
  static final int MESSAGES_MAX = 50;

  private final ReadWiring wiring;
  private final Lookup lookup;

  ConversationRoutes(ReadWiring wiring) {
    this.wiring = wiring;
    this.lookup = wiring.lookup();
  }

  /// `GET /v1/threads/{convId}`: its messages, oldest first.
  HttpResponse thread(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    var parameters = new Parameters(request);
    int limit = parameters.limit();
    Lookup.Open found = lookup.conversation(request, key);
    Conversation conversation = found.conversation();
    Roster roster = found.roster();
    String id = conversation.id().value();
    Optional<MessageId> after = parameters.cursor(roster, text -> inThread(id, text));
    Page<Message, MessageId> page = wiring.listMessages().thread(conversation, after, limit);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("id", id);
    body.put("convId", id);
    body.put("identity", roster.handle().value());
    body.put("subject", conversation.subject());
    body.put("with", conversation.correspondent().toString());
    body.put("messageCount", conversation.messageCount());
    body.put("messages", views(page.rows(), roster));
    String place = MessageRoutes.place(page.next());
    body.put("nextCursor", parameters.next(roster, place == null ? null : id + "/" + place));
    return HttpResponse.json(200, body);
  }

  /// The place in a cursor of that conversation.
  private static Optional<MessageId> inThread(String conversation, String text) {
    return text.startsWith(conversation + "/")
        ? MessageRoutes.place(text.substring(conversation.length() + 1))
        : Optional.empty();
  }

  private List<MessageView> views(List<Message> messages, Roster roster) {
    JobsBehind jobs = new JobsBehind(wiring.jobs()).load(messages);
    return messages.stream().map(message -> MessageView.inThread(message, roster, jobs)).toList();
  }

  /// `GET /v1/identities/{handle}/conversations`.
  HttpResponse list(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    Roster roster = lookup.identity(request, key);
    var parameters = new Parameters(request);
    int limit = parameters.limit();
    ConversationQuery query = ConversationQuery.of(parameters);
    Optional<Position> before =
        parameters.cursor(roster, ListConversations::read, ConversationQuery.FILTERS);
    Page<Conversation, Position> page =
        wiring.listConversations().list(roster.identity(), query, before, limit);
    @Nullable String next = page.next() == null ? null : ListConversations.write(page.next());
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(
        "items", page.rows().stream().map(row -> ConversationView.of(row, roster, null)).toList());
    body.put("nextCursor", parameters.next(roster, next, ConversationQuery.FILTERS));
    return HttpResponse.json(200, body);
  }

  /// `GET /v1/identities/{handle}/conversations/{convId}`.
  HttpResponse show(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    Roster roster = lookup.identity(request, key);
    Conversation conversation = lookup.conversation(request, roster);
    List<Message> newest = wiring.listMessages().newest(conversation, MESSAGES_MAX);
    return HttpResponse.json(200, ConversationView.of(conversation, roster, views(newest, roster)));
  }

  /// `PATCH /v1/identities/{handle}/conversations/{convId}`.
  HttpResponse change(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_SEND);
    Roster roster = lookup.identity(request, key);
    Conversation before = lookup.conversation(request, roster);
    ChangeConversationRequest body = request.json(ChangeConversationRequest.class);
    if (body.labelsOf(before) > Math.max(Labels.PER_CONVERSATION_MAX, before.labels().size())) {
      throw Problem.of(
              ProblemCode.CONFLICT,
              "A conversation has at most " + Labels.PER_CONVERSATION_MAX + " labels.")
          .withFix("Take some labels away first.")
          .asException();
    }
    Conversation after =
        wiring
            .conversations()
            .change(
                before.id(),
                body.addLabels(),
                body.removeLabels(),
                body.archived(),
                wiring.clock().instant())
            .orElseThrow(() -> Lookup.notFound("conversation", before.id().value()));
    return HttpResponse.json(200, ConversationView.of(after, roster, null));
  }

  /// `GET /v1/identities/{handle}/labels/stats`.
  HttpResponse labels(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.MAIL_READ);
    Roster roster = lookup.identity(request, key);
    List<LabelCount> counts =
        wiring.conversations().labelCounts(roster.identity()).entrySet().stream()
            .map(entry -> new LabelCount(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingInt(LabelCount::count)
                    .reversed()
                    .thenComparing(LabelCount::label))
            .toList();
    return HttpResponse.json(200, new LabelStats(roster.handle().value(), counts));
  }

  /// How many conversations have each label, the most used first.
  record LabelStats(String identity, List<LabelCount> labels) {}

  /// How many conversations have a label.
  record LabelCount(String label, int count) {}
}
