package dev.posthouse.domain.identity;

import dev.posthouse.domain.EmailAddress;
import java.util.Locale;

/// The stable name of an identity: `local@platform-domain`, lower case. It is an address in form
/// only; it receives no mail.
public record Handle(String value) {
  /// @throws IllegalArgumentException if the value is not a lower-case address
  public Handle {
    if (!EmailAddress.parse(value).canonical().equals(value)) {
      throw new IllegalArgumentException("a handle is a lower-case address");
    }
  }

  /// Reads a handle in any case.
  ///
  /// @throws IllegalArgumentException if the text is not an address
  public static Handle parse(String text) {
    return new Handle(EmailAddress.parse(text).canonical());
  }

  /// The part behind the @.
  public String domain() {
    return value.substring(value.lastIndexOf('@') + 1);
  }

  /// The part before the @.
  public String localPart() {
    return value.substring(0, value.lastIndexOf('@')).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return value;
  }
}
