package dev.posthouse.mail.inbound;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A header: its fields from the top, so the newest first among those that mail servers add.
///
/// @param fields at most [InboundLimits#HEADER_FIELDS_MAX]
public record HeaderFields(List<HeaderField> fields) {
  /// A header without a field.
  public static final HeaderFields NONE = new HeaderFields(List.of());

  public HeaderFields {
    fields = List.copyOf(fields);
  }

  /// The values of all fields called `name`, which is in lower case.
  public List<String> all(String name) {
    return values(name).toList();
  }

  /// The value of the topmost field called `name`, which is in lower case.
  public Optional<String> first(String name) {
    return values(name).findFirst();
  }

  /// Whether there is a field called `name`, which is in lower case.
  public boolean has(String name) {
    return values(name).findAny().isPresent();
  }

  private Stream<String> values(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).map(HeaderField::value);
  }
}
