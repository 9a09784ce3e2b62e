package dev.posthouse.domain;

import java.util.regex.Pattern;

/// What all ids share: a prefix that names the kind, an opaque rest, and a printed form.
///
/// Ids come from clients too, so every constructor checks its shape before anything is read with
/// it.
public interface Id {
  /// The id as the API and the logs show it.
  String value();

  /// The given value, if it is `prefix` and a ULID or 16 to 32 hexadecimal digits.
  ///
  /// @throws IllegalArgumentException if not
  static String checked(String prefix, String value) {
    if (!hasShape(prefix, value)) {
      throw new IllegalArgumentException("not an id that begins with " + prefix);
    }
    return value;
  }

  /// Whether that is `prefix` and a ULID or 16 to 32 hexadecimal digits.
  static boolean hasShape(String prefix, String value) {
    return value.startsWith(prefix)
        && Shape.REST.matcher(value.substring(prefix.length())).matches();
  }

  /// The shape behind the prefix.
  final class Shape {
    private static final Pattern REST = Pattern.compile("[0-9A-HJKMNP-TV-Z]{26}|[0-9a-f]{16,32}");

    private Shape() {}
  }
}
