package dev.posthouse.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads attributes of an item. An attribute that should be there and is not means a damaged table,
/// so it throws.
final class Attributes {
  private Attributes() {}

  static String string(Map<String, AttributeValue> item, String name) {
    return required(item, name).s();
  }

  static Optional<String> optionalString(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
  }

  static long number(Map<String, AttributeValue> item, String name) {
    return Long.parseLong(required(item, name).n());
  }

  static int integer(Map<String, AttributeValue> item, String name, int absent) {
    AttributeValue value = item.get(name);
    return value == null ? absent : Integer.parseInt(value.n());
  }

  /// A moment, kept as milliseconds since the epoch.
  static Instant instant(Map<String, AttributeValue> item, String name) {
    return Instant.ofEpochMilli(number(item, name));
  }

  static @Nullable Instant instantOrNull(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name) ? instant(item, name) : null;
  }

  static byte[] bytes(Map<String, AttributeValue> item, String name) {
    return required(item, name).b().asByteArray();
  }

  static boolean flag(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value != null && value.bool();
  }

  static List<String> strings(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? List.of() : value.l().stream().map(AttributeValue::s).toList();
  }

  static List<AttributeValue> list(Map<String, AttributeValue> item, String name) {
    return required(item, name).l();
  }

  /// A constant kept in its wire form, the lower-case name.
  static <E extends Enum<E>> E constant(
      Map<String, AttributeValue> item, String name, Class<E> type) {
    return Enum.valueOf(type, string(item, name).toUpperCase(Locale.ROOT));
  }

  private static AttributeValue required(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new IllegalStateException("item " + item.get(Key.PK) + " has no " + name);
    }
    return value;
  }
}
