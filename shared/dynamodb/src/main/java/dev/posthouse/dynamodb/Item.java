package dev.posthouse.dynamodb;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item being put together. Null and empty values are left out: absence is how the table says
/// "nothing".
final class Item {
  /// What kind of thing an item is: stream filters and people read it.
  static final String KIND = "kind";

  /// When DynamoDB may delete the item, in epoch seconds: the table's TTL attribute.
  static final String EXPIRES_AT = "expiresAt";

  private final Map<String, AttributeValue> attributes = new HashMap<>();

  private Item() {}

  static Item at(Key key, String kind) {
    var item = new Item();
    item.attributes.putAll(key.attributes());
    return item.with(KIND, kind);
  }

  Item with(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      attributes.put(name, AttributeValue.fromS(value));
    }
    return this;
  }

  Item with(String name, long value) {
    attributes.put(name, number(value));
    return this;
  }

  Item with(String name, @Nullable Instant value) {
    if (value != null) {
      attributes.put(name, number(value.toEpochMilli()));
    }
    return this;
  }

  Item with(String name, byte[] value) {
    attributes.put(name, AttributeValue.fromB(SdkBytes.fromByteArray(value)));
    return this;
  }

  Item with(String name, Collection<String> values) {
    if (!values.isEmpty()) {
      attributes.put(name, list(values));
    }
    return this;
  }

  Item with(String name, Enum<?> value) {
    return with(name, wire(value));
  }

  Item with(String name, Map<String, AttributeValue> value) {
    attributes.put(name, AttributeValue.fromM(value));
    return this;
  }

  Item flag(String name, boolean value) {
    if (value) {
      attributes.put(name, AttributeValue.fromBool(true));
    }
    return this;
  }

  Item expiring(@Nullable Instant at) {
    return at == null ? this : with(EXPIRES_AT, at.getEpochSecond());
  }

  Map<String, AttributeValue> build() {
    return attributes;
  }

  static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }

  static AttributeValue list(Collection<String> values) {
    List<AttributeValue> items = values.stream().map(AttributeValue::fromS).toList();
    return AttributeValue.fromL(items);
  }

  static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
