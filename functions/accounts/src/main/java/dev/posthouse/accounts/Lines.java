package dev.posthouse.accounts;

import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Texts of requests that stand on one line.
final class Lines {
  /// Controls, line ends, and what turns the direction of the text after it around: a name must not
  /// make the address beside it read as another.
  private static final Pattern BARRED =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

  private Lines() {}

  /// Whether the text is one line that shows as it reads.
  static boolean plain(String text) {
    return !BARRED.matcher(text).find();
  }

  /// The text without white space around it.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, if it is absent, blank,
  ///   too long, or holds a control character
  static String required(String field, @Nullable String text, int lengthMax) {
    String line = Json.required(field, text).strip();
    if (line.isEmpty() || line.length() > lengthMax) {
      throw Problem.invalidField(field, "has 1 to " + lengthMax + " characters").asException();
    }
    if (!plain(line)) {
      throw Problem.invalidField(field, "is one line without control characters").asException();
    }
    return line;
  }
}
