package dev.posthouse.events;

import dev.posthouse.domain.event.EventType;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.Problem;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a caller wants of a log.
///
/// @param since only events after that number; empty for those after the end of the log
/// @param types only these
/// @param limit most events
/// @param timeout how long to wait for one, at most
record EventsQuery(OptionalLong since, Set<EventType> types, int limit, Duration timeout) {
  static final int LIMIT_DEFAULT = 50;
  static final int LIMIT_MAX = 200;
  static final int TIMEOUT_MAX_MS = 25_000;

  private static final Pattern NUMBER = Pattern.compile("\\d{1,15}");

  static EventsQuery of(HttpRequest request) {
    return new EventsQuery(
        since(request.query("since").orElse("0")),
        request.query("types").map(EventsQuery::types).orElse(EnumSet.allOf(EventType.class)),
        number(request, "limit", LIMIT_DEFAULT, 1, LIMIT_MAX),
        Duration.ofMillis(number(request, "timeoutMs", 0, 0, TIMEOUT_MAX_MS)));
  }

  private static OptionalLong since(String text) {
    if (text.equals("head")) {
      return OptionalLong.empty();
    }
    if (!NUMBER.matcher(text).matches()) {
      throw Problem.invalidField("since", "is a `cursor` or `seq`, 0 or head").asException();
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  private static Set<EventType> types(String csv) {
    Set<EventType> types = EnumSet.noneOf(EventType.class);
    for (String word : csv.split(",", -1)) {
      types.add(
          EventType.ofWire(word.strip())
              .orElseThrow(() ->
                  Problem.invalidField("types", "are some of " + known() + ", with commas between")
                      .asException()));
    }
    return types;
  }

  private static String known() {
    return Arrays.stream(EventType.values()).map(EventType::wire).collect(Collectors.joining(", "));
  }

  private static int number(HttpRequest request, String name, int usual, int min, int max) {
    String text = request.query(name).orElse(Integer.toString(usual));
    if (NUMBER.matcher(text).matches()) {
      long number = Long.parseLong(text);
      if (number >= min && number <= max) {
        return (int) number;
      }
    }
    throw Problem.invalidField(name, "is a number from " + min + " to " + max).asException();
  }
}
