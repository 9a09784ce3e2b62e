package dev.posthouse.read;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Labels;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.lambda.Cursor;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The query parameters of a list. What is wrong with one is a 400 that names it; what nobody knows
/// is ignored.
final class Parameters {
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;
  private static final int SEARCH_MAX = 200;
  private static final Instant TIME_MAX = Instant.parse("9999-01-01T00:00:00Z");
  private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{1,15}");
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

  private final HttpRequest request;

  Parameters(HttpRequest request) {
    this.request = request;
  }

  int limit() {
    return request.limit(LIMIT_DEFAULT, LIMIT_MAX);
  }

  /// A moment, as ISO-8601 or in milliseconds since the epoch.
  Optional<Instant> time(String name) {
    return request
        .query(name)
        .map(text ->
            instant(text)
                .filter(at -> !at.isBefore(Instant.EPOCH) && at.isBefore(TIME_MAX))
                .orElseThrow(() ->
                    wrong(
                        name,
                        "is a time such as 2026-11-20T08:00:00.000Z, or milliseconds since 1970")));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(
          MILLISECONDS.matcher(text).matches()
              ? Instant.ofEpochMilli(Long.parseLong(text))
              : Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// One of those words.
  Optional<String> word(String name, List<String> words) {
    Optional<String> word = request.query(name);
    if (word.isPresent() && !words.contains(word.get())) {
      throw wrong(name, "is one of " + String.join(", ", words));
    }
    return word;
  }

  Optional<Boolean> flag(String name) {
    return word(name, List.of("true", "false")).map(Boolean::valueOf);
  }

  /// What to look for, in lower case.
  Optional<String> search() {
    return request
        .query("search")
        .map(text -> {
          String wanted = text.strip().toLowerCase(Locale.ROOT);
          if (wanted.isEmpty() || wanted.length() > SEARCH_MAX) {
            throw wrong("search", "has 1 to " + SEARCH_MAX + " characters");
          }
          return wanted;
        });
  }

  Optional<EmailAddress> address(String name) {
    return request
        .query(name)
        .map(text ->
            EmailAddress.tryParse(text)
                .orElseThrow(() -> wrong(name, "is an address such as bob@example.com")));
  }

  /// A domain in lower-case A-labels.
  Optional<String> domain(String name) {
    return request
        .query(name)
        .map(text -> {
          try {
            String domain = EmailAddress.asciiDomain(text.strip());
            if (DOMAIN.matcher(domain).matches()) {
              return domain;
            }
          } catch (IllegalArgumentException e) {
            // Said below.
          }
          throw wrong(name, "is a domain such as example.com");
        });
  }

  Optional<String> label() {
    Optional<String> label = request.query("label");
    if (label.isPresent() && !Labels.isLabel(label.get())) {
      throw wrong("label", Labels.RULE);
    }
    return label;
  }

  /// The place in the list of `of` that the cursor stands for.
  ///
  /// @param reads a place as it was sealed; empty: it is none
  /// @param filters the parameters that make another list of it
  <P> Optional<P> cursor(Roster of, Function<String, Optional<P>> reads, String... filters) {
    return request
        .query("cursor")
        .map(cursor ->
            reads
                .apply(Cursor.open(cursor, query(of, filters)))
                .orElseThrow(() -> wrong("cursor", "is a nextCursor of this very query")));
  }

  /// The cursor for a place in the list of `of`; null at its end.
  @Nullable String next(Roster of, @Nullable String place, String... filters) {
    return place == null ? null : Cursor.seal(place, query(of, filters));
  }

  private String query(Roster of, String... filters) {
    var query =
        new StringBuilder(request.route())
            .append('\0')
            .append(of.tenant().value())
            .append('\0')
            .append(of.identity().value());
    for (String filter : filters) {
      query.append('\0').append(request.query(filter).orElse(""));
    }
    return query.toString();
  }

  private static ProblemException wrong(String name, String message) {
    return Problem.invalidField(name, message).asException();
  }
}
