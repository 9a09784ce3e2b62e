package dev.posthouse.read;

import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Which messages of an identity are asked for.
///
/// @param status one of [JobsBehind#statuses]
/// @param search in lower case; in subject, snippet, sender or recipients
/// @param since only those at or after that moment
record MessageQuery(
    Optional<Direction> direction,
    Optional<String> status,
    Optional<String> search,
    Optional<Instant> since) {
  /// The parameters that make another list of it.
  static final String[] FILTERS = {"direction", "status", "search", "since"};

  static MessageQuery of(Parameters parameters) {
    return new MessageQuery(
        parameters
            .word("direction", List.of("inbound", "outbound"))
            .map(word -> Direction.valueOf(word.toUpperCase(Locale.ROOT))),
        parameters.word("status", JobsBehind.statuses()),
        parameters.search(),
        parameters.time("since"));
  }

  /// Whether some messages of the list may not be asked for.
  boolean filters() {
    return direction.isPresent() || status.isPresent() || search.isPresent();
  }

  /// Those of the messages that are asked for.
  List<Message> matching(List<Message> messages, JobsBehind jobs) {
    List<Message> candidates =
        messages.stream()
            .filter(message -> direction.map(message.direction()::equals).orElse(true))
            .filter(message -> search.map(text -> says(message, text)).orElse(true))
            .toList();
    if (status.isEmpty()) {
      return candidates;
    }
    jobs.load(candidates);
    return candidates.stream().filter(message -> jobs.status(message).equals(status)).toList();
  }

  private static boolean says(Message message, String text) {
    Message.Parties parties = message.parties();
    return Stream.of(
            Stream.of(message.subject(), message.snippet(), parties.from()),
            Stream.ofNullable(parties.fromName()),
            parties.to().stream(),
            parties.cc().stream())
        .flatMap(fields -> fields)
        .anyMatch(field -> field.toLowerCase(Locale.ROOT).contains(text));
  }
}
