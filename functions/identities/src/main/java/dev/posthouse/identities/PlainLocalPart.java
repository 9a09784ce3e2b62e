package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.lambda.Problem;
import java.util.regex.Pattern;

/// Local parts that stand in a URL as they are.
final class PlainLocalPart {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._+-]*[A-Za-z0-9])?");

  private PlainLocalPart() {}

  /// Refuses local parts that a URL would have to escape, or that people mistype.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field
  static void demand(String field, EmailAddress address) {
    if (!PLAIN.matcher(address.localPart()).matches()) {
      throw Problem.invalidField(
              field, "has letters, digits and . _ + - before the @, a letter or digit at the ends")
          .asException();
    }
  }
}
