package dev.posthouse.mail;

/// Text on its way into a header field.
final class HeaderText {
  private HeaderText() {}

  /// `text` as it was given, if it may stand in a header field.
  ///
  /// A line end in a header field would start another one, of the writer's choosing.
  ///
  /// @throws IllegalArgumentException naming `what`, never quoting the text
  static String checked(String what, String text, int lengthMax) {
    if (text.length() > lengthMax) {
      throw new IllegalArgumentException(what + " is longer than " + lengthMax + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(what + " holds a control character");
    }
    return text;
  }

  /// `text`, if it is printable ASCII without white space.
  ///
  /// @throws IllegalArgumentException naming `what`
  static String checkedToken(String what, String text, int lengthMax) {
    checked(what, text, lengthMax);
    if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new IllegalArgumentException(what + " is not printable ASCII without white space");
    }
    return text;
  }
}
