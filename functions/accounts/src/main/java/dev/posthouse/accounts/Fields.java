package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Checks the fields of a request, all of them, so that a caller mends them in one go.
final class Fields {
  private final List<Wrong> errors = new ArrayList<>();

  /// The text on one line, without white space around it; empty if it is wrong.
  String line(String field, @Nullable String text, int lengthMax) {
    return checked(field, text, lengthMax, Lines::plain, "is one line without control characters");
  }

  /// The text, without white space around it; empty if it is wrong.
  String text(String field, @Nullable String text, int lengthMax) {
    return checked(
        field,
        text,
        lengthMax,
        it -> it.lines().allMatch(Lines::plain),
        "has no control characters but line ends");
  }

  private String checked(
      String field, @Nullable String text, int lengthMax, Predicate<String> plain, String rule) {
    if (text == null) {
      missing(field);
      return "";
    }
    String stripped = text.strip();
    if (stripped.isEmpty() || stripped.length() > lengthMax) {
      wrong(field, "has 1 to " + lengthMax + " characters");
      return "";
    }
    if (!plain.test(stripped)) {
      wrong(field, rule);
      return "";
    }
    return stripped;
  }

  /// The address; empty if it is wrong.
  Optional<EmailAddress> address(String field, @Nullable String text) {
    if (text == null) {
      missing(field);
      return Optional.empty();
    }
    try {
      return Optional.of(EmailAddress.parse(text));
    } catch (IllegalArgumentException e) {
      wrong(field, "is not an email address: " + e.getMessage());
      return Optional.empty();
    }
  }

  void missing(String field) {
    errors.add(new Wrong(field, ProblemCode.MISSING_FIELD, "is required"));
  }

  void wrong(String field, String message) {
    errors.add(new Wrong(field, ProblemCode.INVALID_FIELD, message));
  }

  /// Refuses the request, if a field is wrong.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming every such field
  void demandRight() {
    if (errors.isEmpty()) {
      return;
    }
    ProblemCode code =
        errors.stream()
            .map(Wrong::code)
            .min(Comparator.naturalOrder())
            .orElse(ProblemCode.INVALID_FIELD);
    List<String> sentences =
        errors.stream().map(error -> error.field() + " " + error.message()).toList();
    Problem problem = Problem.of(code, String.join("; ", sentences));
    for (Wrong error : errors) {
      problem = problem.withError(error.field(), error.code(), error.message());
    }
    throw problem.asException();
  }

  private record Wrong(String field, ProblemCode code, String message) {}
}
