package dev.posthouse.local.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/// What a change of an item costs in the table's indexes.
final class Indexes {
  private static final int UNIT_BYTES = 1024;

  private record Index(List<String> keys, boolean all, Set<String> projected) {
    /// The entry of an item, unless it lacks a key of the index.
    Optional<Map<String, AttributeValue>> entry(Map<String, AttributeValue> item) {
      if (!item.keySet().containsAll(keys)) {
        return Optional.empty();
      }
      Map<String, AttributeValue> entry = new HashMap<>(item);
      if (!all) {
        entry.keySet().retainAll(projected);
      }
      return Optional.of(entry);
    }

    boolean sameKeys(Map<String, AttributeValue> one, Map<String, AttributeValue> other) {
      return keys.stream().allMatch(key -> Objects.equals(one.get(key), other.get(key)));
    }
  }

  private final List<String> tableKeys;
  private final List<Index> indexes;

  Indexes(TableDescription table) {
    this.tableKeys = names(table.keySchema());
    this.indexes =
        table.globalSecondaryIndexes().stream().map(each -> index(each, tableKeys)).toList();
  }

  private static Index index(GlobalSecondaryIndexDescription index, List<String> tableKeys) {
    Projection projection = index.projection();
    Set<String> projected = new HashSet<>(tableKeys);
    projected.addAll(names(index.keySchema()));
    projected.addAll(projection.nonKeyAttributes());
    return new Index(
        names(index.keySchema()),
        projection.projectionType() == ProjectionType.ALL,
        Set.copyOf(projected));
  }

  private static List<String> names(List<KeySchemaElement> keys) {
    return keys.stream().map(KeySchemaElement::attributeName).toList();
  }

  /// The primary key of an item.
  Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> key = new HashMap<>(item);
    key.keySet().retainAll(tableKeys);
    return key;
  }

  /// The write units of all indexes for a change. An empty image stands for no item. A put or a
  /// delete of an entry costs its size; a changed index key costs both; an entry whose projected
  /// attributes stay as they are costs nothing.
  int writeUnits(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
    int units = 0;
    for (Index index : indexes) {
      Optional<Map<String, AttributeValue>> old = index.entry(before);
      Optional<Map<String, AttributeValue>> fresh = index.entry(after);
      if (old.isPresent() && fresh.isPresent() && index.sameKeys(old.get(), fresh.get())) {
        units += old.equals(fresh) ? 0 : Math.max(units(old.get()), units(fresh.get()));
      } else {
        units += old.map(Indexes::units).orElse(0) + fresh.map(Indexes::units).orElse(0);
      }
    }
    return units;
  }

  private static int units(Map<String, AttributeValue> entry) {
    return Math.ceilDiv(ItemSize.of(entry), UNIT_BYTES);
  }
}
