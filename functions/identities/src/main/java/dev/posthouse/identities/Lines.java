package dev.posthouse.identities;

import dev.posthouse.lambda.Problem;
import java.util.regex.Pattern;

/// Texts of requests that stand on one line.
final class Lines {
  /// Controls, line ends, and what turns the direction of the text after it around: a name must not
  /// make the address beside it read as another.
  private static final Pattern BARRED =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]");

  private Lines() {}

  /// The text without white space around it.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, if it is blank, too long,
  ///   or holds a control character
  static String checked(String field, String text, int lengthMax) {
    String line = text.strip();
    if (line.isEmpty() || line.length() > lengthMax) {
      throw Problem.invalidField(field, "has 1 to " + lengthMax + " characters").asException();
    }
    if (BARRED.matcher(line).find()) {
      throw Problem.invalidField(field, "is one line without control characters").asException();
    }
    return line;
  }
}
