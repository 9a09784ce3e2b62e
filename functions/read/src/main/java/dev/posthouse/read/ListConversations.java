package dev.posthouse.read;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.Conversations.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lists an identity's conversations by their last activity, newest first.
final class ListConversations {
  private static final Pattern PLACE = Pattern.compile("([0-9]{1,13})#(.+)");

  private final Conversations conversations;

  ListConversations(Conversations conversations) {
    this.conversations = conversations;
  }

  /// A page of them. With one correspondent there is one conversation at most, found by its id.
  ///
  /// @param before the place to go on before
  Page<Conversation, Position> list(
      IdentityId identity, ConversationQuery query, Optional<Position> before, int limit) {
    if (query.with().isPresent()) {
      return new Page<>(
          conversations
              .find(ConversationId.between(identity, query.with().get()))
              .filter(query::matches)
              .stream()
              .toList(),
          null);
    }
    Optional<UnaryOperator<List<Conversation>>> filter =
        query.filters()
            ? Optional.of(rows -> rows.stream().filter(query::matches).toList())
            : Optional.empty();
    return Page.read(
        (place, rows) ->
            conversations.list(identity, place, rows).stream().takeWhile(query::reaches).toList(),
        filter,
        conversation -> new Position(conversation.lastEventAt(), conversation.id()),
        before.or(query::start),
        limit);
  }

  /// A place as a cursor carries it.
  static String write(Position place) {
    return place.lastEventAt().toEpochMilli() + "#" + place.id().value();
  }

  /// The place in a cursor; empty if it is none.
  static Optional<Position> read(String text) {
    Matcher matcher = PLACE.matcher(text);
    return matcher.matches() && Id.hasShape(ConversationId.PREFIX, matcher.group(2))
        ? Optional.of(
            new Position(
                Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
                new ConversationId(matcher.group(2))))
        : Optional.empty();
  }
}
