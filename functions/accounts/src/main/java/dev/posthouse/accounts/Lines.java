package dev.posthouse.accounts;

import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import org.jspecify.annotations.Nullable;

/// Texts of requests that stand on one line.
final class Lines {
  private Lines() {}

  /// The text without white space around it.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, if it is absent, blank,
  ///   too long, or holds a control character
  static String required(String field, @Nullable String text, int lengthMax) {
    String line = Json.required(field, text).strip();
    if (line.isEmpty() || line.length() > lengthMax) {
      throw Problem.invalidField(field, "has 1 to " + lengthMax + " characters").asException();
    }
    if (line.chars().anyMatch(Character::isISOControl)) {
      throw Problem.invalidField(field, "is one line without control characters").asException();
    }
    return line;
  }
}
