package dev.posthouse.read;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageLookup;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.MailboxOf;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import java.util.Optional;

/// Finds what a request names, for the key it bears. What the key may not use is not found, in the
/// same words as what does not exist.
final class Lookup {
  private final RosterCache rosters;
  private final MessageLookup messages;
  private final Conversations conversations;

  Lookup(RosterCache rosters, MessageLookup messages, Conversations conversations) {
    this.rosters = rosters;
    this.messages = messages;
    this.conversations = conversations;
  }

  /// A message and the identity whose it is.
  record Found(Message message, Roster roster) {}

  /// A conversation and the identity whose it is.
  record Open(Conversation conversation, Roster roster) {}

  /// The identity with the handle of the path.
  Roster identity(HttpRequest request, ApiKey key) {
    return identity(request.param("handle"), key);
  }

  /// The mailbox the key stands for, or the identity the request names.
  Roster self(HttpRequest request, ApiKey key) {
    Optional<Roster> named = request.query("identity").map(handle -> named(handle, key));
    Roster roster =
        named
            .or(() -> MailboxOf.key(key).flatMap(rosters::find))
            .orElseThrow(() ->
                Problem.missingField("identity")
                    .withFix("Name the identity: ?identity=<handle>. This key has no mailbox.")
                    .asException());
    if (MailboxOf.key(key).map(own -> !own.equals(roster.identity())).orElse(false)) {
      throw noIdentity();
    }
    request.note("identity", roster.handle().value());
    return roster;
  }

  private Roster named(String handle, ApiKey key) {
    if (EmailAddress.tryParse(handle).isEmpty()) {
      throw Problem.invalidField("identity", "is the handle of an identity").asException();
    }
    return identity(handle, key);
  }

  private Roster identity(String handle, ApiKey key) {
    return EmailAddress.tryParse(handle)
        .map(address -> new Handle(address.canonical()))
        .flatMap(rosters::find)
        .filter(roster -> MailboxOf.opens(key, roster))
        .orElseThrow(Lookup::noIdentity);
  }

  private static ProblemException noIdentity() {
    return Problem.of(ProblemCode.NOT_FOUND, "This tenant has no identity with that handle.")
        .asException();
  }

  /// The message of the path.
  Found message(HttpRequest request, ApiKey key) {
    String id = request.param("messageId");
    return Optional.of(id)
        .filter(text -> Id.hasShape(MessageId.PREFIX, text))
        .flatMap(text -> message(request, key, new MessageId(text)))
        .orElseThrow(() -> notFound("message", id));
  }

  /// That message, if there is one.
  Optional<Found> message(HttpRequest request, ApiKey key, MessageId id) {
    return messages
        .find(key.tenant(), MailboxOf.key(key), id)
        .flatMap(message ->
            rosters
                .find(message.identity())
                .filter(roster -> MailboxOf.opens(key, roster))
                .map(roster -> {
                  request.note("identity", roster.handle().value());
                  return new Found(message, roster);
                }));
  }

  /// The conversation of the path, whichever identity's it is.
  Open conversation(HttpRequest request, ApiKey key) {
    String id = request.param("convId");
    return find(id)
        .flatMap(conversation ->
            rosters
                .find(conversation.identity())
                .filter(roster -> MailboxOf.opens(key, roster))
                .filter(roster -> isOwn(key, roster))
                .map(roster -> {
                  request.note("identity", roster.handle().value());
                  return new Open(conversation, roster);
                }))
        .orElseThrow(() -> notFound("conversation", id));
  }

  private static boolean isOwn(ApiKey key, Roster roster) {
    return MailboxOf.key(key).map(own -> own.equals(roster.identity())).orElse(true);
  }

  /// The conversation of the path, which is that identity's.
  Conversation conversation(HttpRequest request, Roster of) {
    String id = request.param("convId");
    return find(id)
        .filter(conversation -> conversation.identity().equals(of.identity()))
        .orElseThrow(() -> notFound("conversation", id));
  }

  private Optional<Conversation> find(String id) {
    return Optional.of(id)
        .filter(text -> Id.hasShape(ConversationId.PREFIX, text))
        .map(ConversationId::new)
        .flatMap(conversations::find);
  }

  static ProblemException notFound(String what, String id) {
    return Problem.of(ProblemCode.NOT_FOUND, "There is no " + what + " " + id + ".").asException();
  }
}
