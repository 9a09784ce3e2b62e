package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

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
  public void file(OutboundJob job) {
    synchronized (store) {
      store
          .filed
          .computeIfAbsent(job.envelope().identity(), identity -> new TreeMap<>())
          .putIfAbsent(job.envelope().message().value(), job);
    }
  }

  @Override
  public void sent(OutboundJob job, String messageId, String snippet) {
    synchronized (store) {
      if (store.sent.add(job.envelope().message())) {
        Instant at =
            Objects.requireNonNullElse(job.progress().sentAt(), job.progress().updatedAt());
        store.conversations.computeIfPresent(
            job.envelope().conversation(),
            (id, conversation) -> with(conversation, messageId, snippet, at));
      }
    }
  }

  private static Conversation with(
      Conversation before, String messageId, String snippet, Instant at) {
    return new Conversation(
        before.id(),
        before.tenant(),
        before.identity(),
        before.correspondent(),
        before.subject(),
        snippet,
        before.messageCount() + 1,
        before.labels(),
        Conversation.plusReference(before.references(), messageId),
        before.createdAt(),
        at.isAfter(before.lastEventAt()) ? at : before.lastEventAt());
  }

  @Override
  public List<Filed> jobs(
      IdentityId identity, Optional<Instant> since, Optional<MessageId> before, int limit) {
    synchronized (store) {
      NavigableMap<String, OutboundJob> filed =
          store.filed.getOrDefault(identity, new TreeMap<>()).descendingMap();
      return before
          .map(message -> filed.tailMap(message.value(), false))
          .orElse(filed)
          .values()
          .stream()
          .filter(job -> since.isEmpty() || !job.acceptance().at().isBefore(since.get()))
          .limit(limit)
          .map(job -> new Filed(job.envelope().message(), job.id()))
          .toList();
    }
  }
}
