package dev.posthouse.dynamodb;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How many conversations of an identity have each label: one counter per label, changed in the
/// transaction that changes a conversation's labels.
final class LabelCounts {
  private static final String PREFIX = "label:";

  private LabelCounts() {}

  static Expression add(Map<String, Integer> changes) {
    var expression = new Expression().setIfAbsent(Item.KIND, AttributeValue.fromS("labels"));
    changes.forEach((label, change) -> expression.count(PREFIX + label, change));
    return expression;
  }

  /// The counts, by label; labels without a conversation are left out.
  static Map<String, Integer> read(Map<String, AttributeValue> item) {
    var counts = new TreeMap<String, Integer>();
    for (String name : item.keySet()) {
      int count = name.startsWith(PREFIX) ? Attributes.integer(item, name, 0) : 0;
      if (count > 0) {
        counts.put(name.substring(PREFIX.length()), count);
      }
    }
    return counts;
  }
}
