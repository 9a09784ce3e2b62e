package dev.posthouse.local.store;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The size of items as DynamoDB bills it, in bytes.
///
/// @see <a
///   href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">
///   Item sizes and formats</a>
final class ItemSize {
  private static final int CONTAINER_BYTES = 3; // of a list or map, whatever it holds
  private static final int ELEMENT_BYTES = 1; // of each element of a list or map

  private ItemSize() {}

  /// Names and values of all attributes.
  static int of(Map<String, AttributeValue> item) {
    int size = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      size += utf8(attribute.getKey()) + of(attribute.getValue());
    }
    return size;
  }

  static int of(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> number(value.n());
      case B -> value.b().asByteArrayUnsafe().length;
      case BOOL, NUL -> 1;
      case SS -> value.ss().stream().mapToInt(ItemSize::utf8).sum();
      case NS -> value.ns().stream().mapToInt(ItemSize::number).sum();
      case BS -> value.bs().stream().mapToInt(each -> each.asByteArrayUnsafe().length).sum();
      case L ->
          CONTAINER_BYTES + value.l().stream().mapToInt(each -> ELEMENT_BYTES + of(each)).sum();
      case M -> CONTAINER_BYTES + value.m().size() * ELEMENT_BYTES + of(value.m());
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("unknown attribute type: " + value);
    };
  }

  /// One byte, one for each pair of digits counted from the point, without the pairs of zeros at
  /// either end, and one more below zero: so DynamoDB Local counts, too.
  static int number(String text) {
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    if (number.signum() == 0) {
      return 1;
    }
    int evenScale = number.scale() + Math.floorMod(number.scale(), 2);
    int digits = number.setScale(evenScale).precision();
    return 1 + Math.ceilDiv(digits, 2) + (number.signum() < 0 ? 1 : 0);
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
