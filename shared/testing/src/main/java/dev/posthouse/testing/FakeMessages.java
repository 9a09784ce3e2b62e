package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.Waiting;
import dev.posthouse.testing.FakeStore.ContactKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The [Messages] in memory.
public final class FakeMessages implements Messages {
  private final FakeStore store;

  public FakeMessages(FakeStore store) {
    this.store = store;
  }

  @Override
  public Optional<Message> find(IdentityId identity, MessageId id) {
    synchronized (store) {
      return Optional.ofNullable(of(identity).get(id.value()));
    }
  }

  @Override
  public Optional<Message> findIn(Collection<IdentityId> identities, MessageId id) {
    return identities.stream().flatMap(identity -> find(identity, id).stream()).findFirst();
  }

  @Override
  public List<Message> findAll(IdentityId identity, Collection<MessageId> ids) {
    return ids.stream().flatMap(id -> find(identity, id).stream()).toList();
  }

  @Override
  public List<Message> list(
      IdentityId identity, Optional<Instant> since, Optional<MessageId> before, int limit) {
    synchronized (store) {
      NavigableMap<String, Message> all = of(identity).descendingMap();
      return before
          .map(message -> all.tailMap(message.value(), false))
          .orElse(all)
          .values()
          .stream()
          .filter(message -> since.isEmpty() || !message.at().isBefore(since.get()))
          .limit(limit)
          .toList();
    }
  }

  @Override
  public boolean receive(Message message, Arrival arrival) {
    synchronized (store) {
      Conversation known = store.conversations.get(message.conversation());
      String messageId = message.internetMessageId();
      if ((known != null && messageId != null && known.references().contains(messageId))
          || of(message.identity()).putIfAbsent(message.id().value(), message) != null) {
        return false;
      }
      Conversation before =
          store.conversations.getOrDefault(
              message.conversation(),
              new Conversation(
                  message.conversation(),
                  message.tenant(),
                  message.identity(),
                  arrival.correspondent(),
                  message.subject(),
                  "",
                  0,
                  List.of(),
                  List.of(),
                  List.of(),
                  false,
                  message.at(),
                  message.at()));
      Waiting waiting =
          message.kind().ends() ? before.waiting().heard(message.at()) : before.waiting();
      store.conversations.put(
          before.id(),
          FakeConversations.plus(
                  before,
                  message.id(),
                  Optional.ofNullable(message.internetMessageId()),
                  message.snippet(),
                  message.at(),
                  false)
              .waiting(waiting));
      hear(message, arrival);
      return true;
    }
  }

  private void hear(Message message, Arrival arrival) {
    Optional<Instant> heardAt =
        message.kind().human() ? Optional.of(message.at()) : Optional.empty();
    store.contacts.merge(
        ContactKey.of(message.tenant(), message.identity(), arrival.correspondent()),
        new Contact(arrival.ordinal(), message.conversation(), heardAt),
        (known, heard) ->
            new Contact(
                known.ordinal(),
                known.conversation(),
                heardAt.or(known::heardAt),
                heardAt.isPresent() ? 0 : known.unanswered()));
  }

  @Override
  public boolean markRead(IdentityId identity, MessageId id, boolean read) {
    synchronized (store) {
      return of(identity).computeIfPresent(id.value(), (key, message) -> marked(message, read))
          != null;
    }
  }

  private static Message marked(Message message, boolean read) {
    return new Message(
        message.id(),
        message.tenant(),
        message.identity(),
        message.conversation(),
        message.direction(),
        message.kind(),
        message.parties(),
        message.subject(),
        message.snippet(),
        message.at(),
        message.job(),
        message.internetMessageId(),
        read,
        message.verdicts(),
        message.attachments(),
        message.payload());
  }

  @Override
  public boolean delete(IdentityId identity, MessageId id) {
    synchronized (store) {
      return of(identity).remove(id.value()) != null;
    }
  }

  private NavigableMap<String, Message> of(IdentityId identity) {
    return store.messages.computeIfAbsent(identity, key -> new TreeMap<>());
  }
}
