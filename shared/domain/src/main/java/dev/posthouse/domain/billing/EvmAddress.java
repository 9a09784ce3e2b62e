package dev.posthouse.domain.billing;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An account or contract on a chain of the Ethereum kind, in lower case: two spellings of one
/// address are one address, and the checksum that capitals make (EIP-55) is for people.
///
/// @param value `0x` and 40 hexadecimal digits
public record EvmAddress(String value) {
  private static final Pattern SHAPE = Pattern.compile("0x[0-9a-fA-F]{40}");

  /// @throws IllegalArgumentException if it is not an address
  public EvmAddress {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not 0x and 40 hexadecimal digits: " + value);
    }
    value = value.toLowerCase(Locale.ROOT);
  }

  /// The address that `text` spells, empty if it spells none.
  public static Optional<EvmAddress> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new EvmAddress(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
