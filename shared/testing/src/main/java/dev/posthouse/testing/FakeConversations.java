package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The [Conversations] in memory.
public final class FakeConversations implements Conversations {
  private final FakeStore store;

  public FakeConversations(FakeStore store) {
    this.store = store;
  }

  @Override
  public Optional<Conversation> find(ConversationId id) {
    synchronized (store) {
      return Optional.ofNullable(store.conversations.get(id));
    }
  }

  @Override
  public void file(OutboundJob job, Content content, Optional<String> messageId) {
    synchronized (store) {
      store
          .messages
          .computeIfAbsent(job.envelope().identity(), identity -> new TreeMap<>())
          .putIfAbsent(job.envelope().message().value(), message(job, content, messageId));
    }
  }

  private static Message message(OutboundJob job, Content content, Optional<String> messageId) {
    Envelope envelope = job.envelope();
    List<String> to = content.addressing().to().stream().map(Object::toString).toList();
    var parties =
        new Message.Parties(
            job.account().toString(),
            null,
            null,
            to.isEmpty() ? List.of(envelope.recipient().toString()) : to,
            content.addressing().cc().stream().map(Object::toString).toList());
    return new Message(
        envelope.message(),
        envelope.tenant(),
        envelope.identity(),
        envelope.conversation(),
        Direction.OUTBOUND,
        MessageKind.HUMAN,
        parties,
        content.subject(),
        content.snippet(),
        job.acceptance().at(),
        job.id(),
        messageId.orElse(null),
        true,
        Map.of(),
        content.attachments(),
        job.payload());
  }

  @Override
  public void sent(OutboundJob job, String messageId, String snippet) {
    Envelope envelope = job.envelope();
    synchronized (store) {
      Conversation before =
          store.conversations.getOrDefault(
              envelope.conversation(),
              new Conversation(
                  envelope.conversation(),
                  envelope.tenant(),
                  envelope.identity(),
                  envelope.recipient(),
                  job.subject(),
                  "",
                  0,
                  List.of(),
                  List.of(),
                  List.of(),
                  false,
                  job.acceptance().at(),
                  job.acceptance().at()));
      if (!before.thread().contains(envelope.message())) {
        Instant at =
            Objects.requireNonNullElse(job.progress().sentAt(), job.progress().updatedAt());
        Conversation after =
            plus(
                before, envelope.message(), Optional.of(messageId), snippet, at, before.archived());
        store.conversations.put(
            before.id(),
            after.waiting(
                before.waiting().sent(at, envelope.message(), job.acceptance().noReplyAfter())));
      }
    }
  }

  /// The conversation with one more message.
  static Conversation plus(
      Conversation before,
      MessageId message,
      Optional<String> messageId,
      String snippet,
      Instant at,
      boolean archived) {
    return new Conversation(
        before.id(),
        before.tenant(),
        before.identity(),
        before.correspondent(),
        before.subject(),
        snippet,
        before.messageCount() + 1,
        before.labels(),
        messageId
            .map(header -> Conversation.plusReference(before.references(), header))
            .orElse(before.references()),
        Conversation.plusMessage(before.thread(), message),
        archived,
        before.createdAt(),
        before.lastEventWith(at),
        before.waiting(),
        before.timeline());
  }

  @Override
  public List<Conversation> list(IdentityId identity, Optional<Position> before, int limit) {
    Comparator<Conversation> order =
        Comparator.comparing(Conversation::lastEventAt)
            .thenComparing(conversation -> conversation.id().value());
    synchronized (store) {
      return store.conversations.values().stream()
          .filter(conversation -> conversation.identity().equals(identity))
          .filter(conversation ->
              before.isEmpty() || position(conversation).compareTo(text(before.get())) < 0)
          .sorted(order.reversed())
          .limit(limit)
          .toList();
    }
  }

  private static String position(Conversation conversation) {
    return text(new Position(conversation.lastEventAt(), conversation.id()));
  }

  private static String text(Position position) {
    return String.format(
        Locale.ROOT, "%013d#%s", position.lastEventAt().toEpochMilli(), position.id().value());
  }

  @Override
  public Optional<Conversation> change(
      ConversationId id,
      Set<String> addLabels,
      Set<String> removeLabels,
      @Nullable Boolean archived,
      Instant now) {
    synchronized (store) {
      return Optional.ofNullable(
          store.conversations.computeIfPresent(
              id, (key, before) -> before.changed(addLabels, removeLabels, archived, now)));
    }
  }

  @Override
  public List<ConversationId> overdue(Instant until, int limit) {
    synchronized (store) {
      return store.conversations.values().stream()
          .filter(conversation -> conversation.waiting().expired(until).isPresent())
          .sorted(Comparator.comparing(FakeConversations::until))
          .limit(limit)
          .map(Conversation::id)
          .toList();
    }
  }

  private static Instant until(Conversation conversation) {
    return Objects.requireNonNull(conversation.waiting().until());
  }

  @Override
  public Optional<Conversation> expire(ConversationId id, Instant now) {
    synchronized (store) {
      Optional<Conversation> after = find(id).flatMap(before -> before.expired(now));
      after.ifPresent(expired -> store.conversations.put(id, expired));
      return after;
    }
  }

  @Override
  public Map<String, Integer> labelCounts(IdentityId identity) {
    synchronized (store) {
      var counts = new TreeMap<String, Integer>();
      store.conversations.values().stream()
          .filter(conversation -> conversation.identity().equals(identity))
          .flatMap(conversation -> conversation.labels().stream())
          .forEach(label -> counts.merge(label, 1, Integer::sum));
      return counts;
    }
  }

  @Override
  public List<Filed> jobs(
      IdentityId identity, Optional<Instant> since, Optional<MessageId> before, int limit) {
    synchronized (store) {
      NavigableMap<String, Message> filed =
          store.messages.getOrDefault(identity, new TreeMap<>()).descendingMap();
      return before
          .map(message -> filed.tailMap(message.value(), false))
          .orElse(filed)
          .values()
          .stream()
          .filter(message -> since.isEmpty() || !message.at().isBefore(since.get()))
          .flatMap(message ->
              Optional.ofNullable(message.job()).map(job -> new Filed(message.id(), job)).stream())
          .limit(limit)
          .toList();
    }
  }
}
