package dev.posthouse.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The size of an item as DynamoDB counts it: names and values in UTF-8, numbers by their digits, 3
/// bytes for a list or map and 1 for each of its elements.
///
/// Source: "DynamoDB item sizes and formats" of the Amazon DynamoDB Developer Guide.
public final class ItemSize {
  private static final int COLLECTION_OVERHEAD = 3;

  private ItemSize() {}

  /// The size in bytes.
  public static int of(Map<String, AttributeValue> item) {
    int sum = 0;
    for (Map.Entry<String, AttributeValue> entry : item.entrySet()) {
      sum += utf8(entry.getKey()) + of(entry.getValue());
    }
    return sum;
  }

  private static int of(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> number(value.n());
      case B -> value.b().asByteArrayUnsafe().length;
      case BOOL, NUL -> 1;
      case SS -> value.ss().stream().mapToInt(ItemSize::utf8).sum();
      case NS -> value.ns().stream().mapToInt(ItemSize::number).sum();
      case BS -> value.bs().stream().mapToInt(bytes -> bytes.asByteArrayUnsafe().length).sum();
      case L -> COLLECTION_OVERHEAD + value.l().stream().mapToInt(v -> 1 + of(v)).sum();
      case M -> COLLECTION_OVERHEAD + value.m().size() + of(value.m());
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalStateException("unknown attribute type");
    };
  }

  private static int number(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative ? text.substring(1) : text;
    int point = digits.indexOf('.');
    int whole = (point < 0 ? digits : digits.substring(0, point)).replaceFirst("^0+", "").length();
    int fraction = point < 0 ? 0 : digits.substring(point + 1).replaceFirst("0+$", "").length();
    return 1 + Math.ceilDiv(whole, 2) + Math.ceilDiv(fraction, 2) + (negative ? 1 : 0);
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
