package dev.posthouse.read;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations.Position;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which conversations of an identity are asked for.
///
/// @param archived empty: whether or not they are
/// @param with the correspondent
/// @param withDomain the correspondent's domain, or one above it
/// @param search in lower case; in correspondent, subject or snippet
/// @param since only those whose last activity is at or after that moment
/// @param until only those whose last activity is at or before that moment
record ConversationQuery(
    Optional<Boolean> archived,
    Optional<EmailAddress> with,
    Optional<String> withDomain,
    Optional<String> label,
    Optional<String> search,
    Optional<Instant> since,
    Optional<Instant> until) {
  /// The parameters that make another list of it.
  static final String[] FILTERS = {
    "archived", "with", "withDomain", "label", "search", "since", "until"
  };

  /// Places in the list have 13 digits of time.
  private static final Instant LAST = Instant.ofEpochMilli(9_999_999_999_999L);

  private static final ConversationId LEAST =
      new ConversationId(ConversationId.PREFIX + "0".repeat(16));

  static ConversationQuery of(Parameters parameters) {
    return new ConversationQuery(
        parameters.flag("archived"),
        parameters.address("with"),
        parameters.domain("withDomain"),
        parameters.label(),
        parameters.search(),
        parameters.time("since"),
        parameters.time("until"));
  }

  /// Whether some conversations between [#since] and [#until] may not be asked for.
  boolean filters() {
    return Stream.of(archived, withDomain, label, search).anyMatch(Optional::isPresent);
  }

  /// Whether the conversation is asked for.
  boolean matches(Conversation conversation) {
    return archived.map(wanted -> wanted == conversation.archived()).orElse(true)
        && withDomain.map(name -> isWithin(conversation, name)).orElse(true)
        && label.map(conversation.labels()::contains).orElse(true)
        && search.map(text -> says(conversation, text)).orElse(true)
        && reaches(conversation)
        && until.map(last -> !conversation.lastEventAt().isAfter(last)).orElse(true);
  }

  /// Whether its last activity is recent enough: the list may end at the first that is not.
  boolean reaches(Conversation conversation) {
    return since.map(first -> !conversation.lastEventAt().isBefore(first)).orElse(true);
  }

  /// Where the list begins; empty: with the newest.
  Optional<Position> start() {
    return until.filter(LAST::isAfter).map(last -> new Position(last.plusMillis(1), LEAST));
  }

  private static boolean isWithin(Conversation conversation, String name) {
    String domain = conversation.correspondent().domain();
    return domain.equals(name) || domain.endsWith("." + name);
  }

  private static boolean says(Conversation conversation, String text) {
    return Stream.of(
            conversation.correspondent().toString(), conversation.subject(), conversation.snippet())
        .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(text));
  }
}
