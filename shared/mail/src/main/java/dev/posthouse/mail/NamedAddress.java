package dev.posthouse.mail;

import dev.posthouse.domain.EmailAddress;
import org.jspecify.annotations.Nullable;

/// An address as a header shows it, with the name of whose it is.
///
/// @param address the mailbox
/// @param displayName any text without control characters, null or blank for none
public record NamedAddress(EmailAddress address, @Nullable String displayName) {
  /// Longest name, in characters.
  public static final int DISPLAY_NAME_MAX = 256;

  /// @throws IllegalArgumentException if the name is too long or holds a control character
  public NamedAddress {
    if (displayName != null) {
      displayName = HeaderText.checked("display name", displayName, DISPLAY_NAME_MAX).strip();
      displayName = displayName.isEmpty() ? null : displayName;
    }
  }

  /// An address without a name.
  public static NamedAddress of(EmailAddress address) {
    return new NamedAddress(address, null);
  }
}
