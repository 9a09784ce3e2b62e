package dev.posthouse.domain.sending;

import java.util.List;
import java.util.stream.Stream;

/// The records of one type at one name in a zone. A zone changes a set as a whole.
///
/// @param type as zones name it, whether we have a use for it or not
/// @param name the whole name in lower case, without a dot at the end
/// @param values as a zone file has them (RFC 1035 §5.1): texts in quotation marks
/// @param simple whether the set is all there is to it, rather than one of several among which the
///   zone chooses, or a pointer to something else
public record RecordSet(
    String type, String name, long ttlSeconds, List<String> values, boolean simple) {
  public RecordSet {
    values = List.copyOf(values);
  }

  /// The set with one more record.
  RecordSet with(String value) {
    return new RecordSet(
        type, name, ttlSeconds, Stream.concat(values.stream(), Stream.of(value)).toList(), simple);
  }
}
