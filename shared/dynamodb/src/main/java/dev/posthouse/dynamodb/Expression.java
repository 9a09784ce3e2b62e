package dev.posthouse.dynamodb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An update with its condition. Every attribute name goes through a placeholder, so none can
/// collide with a reserved word.
final class Expression {
  private final List<String> sets = new ArrayList<>();
  private final List<String> removes = new ArrayList<>();
  private final List<String> conditions = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();

  Expression set(String name, AttributeValue value) {
    sets.add(name(name) + " = " + value(value));
    return this;
  }

  Expression set(String name, String value) {
    return set(name, AttributeValue.fromS(value));
  }

  Expression set(String name, long value) {
    return set(name, Item.number(value));
  }

  Expression set(String name, Instant value) {
    return set(name, value.toEpochMilli());
  }

  /// Sets the attribute, or removes it where there is no value.
  Expression setOrRemove(String name, @Nullable AttributeValue value) {
    return value == null ? remove(name) : set(name, value);
  }

  Expression setIfAbsent(String name, AttributeValue value) {
    String placeholder = name(name);
    sets.add(placeholder + " = if_not_exists(" + placeholder + ", " + value(value) + ")");
    return this;
  }

  /// Adds to a counter that starts at 0.
  Expression count(String name, long delta) {
    String placeholder = name(name);
    sets.add(
        placeholder
            + " = if_not_exists("
            + placeholder
            + ", "
            + value(Item.number(0))
            + ") + "
            + value(Item.number(delta)));
    return this;
  }

  Expression remove(String name) {
    removes.add(name(name));
    return this;
  }

  Expression ifExists(String name) {
    conditions.add("attribute_exists(" + name(name) + ")");
    return this;
  }

  Expression ifAbsent(String name) {
    conditions.add("attribute_not_exists(" + name(name) + ")");
    return this;
  }

  Expression ifEquals(String name, AttributeValue value) {
    conditions.add(name(name) + " = " + value(value));
    return this;
  }

  Expression ifEquals(String name, long value) {
    return ifEquals(name, Item.number(value));
  }

  /// The attribute of a map attribute has that value.
  Expression ifEquals(String map, String name, AttributeValue value) {
    conditions.add(name(map) + "." + name(name) + " = " + value(value));
    return this;
  }

  /// The count is at most that; one that is not there is 0, so it is at most nothing below that.
  Expression ifCountAtMost(String name, long limit) {
    String placeholder = name(name);
    if (limit < 0) {
      conditions.add(placeholder + " <= " + value(Item.number(limit)));
      return this;
    }
    conditions.add(
        "(attribute_not_exists("
            + placeholder
            + ") OR "
            + placeholder
            + " <= "
            + value(Item.number(limit))
            + ")");
    return this;
  }

  /// Adds to a counter in a map attribute that starts at 0.
  Expression countIn(String map, String name, long delta) {
    String path = name(map) + "." + name(name);
    sets.add(
        path
            + " = if_not_exists("
            + path
            + ", "
            + value(Item.number(0))
            + ") + "
            + value(Item.number(delta)));
    return this;
  }

  /// The count in a map attribute is at most that, 0 or more; one that is not there is 0.
  Expression ifCountAtMost(String map, String name, long limit) {
    String path = name(map) + "." + name(name);
    conditions.add(
        "(attribute_not_exists("
            + path
            + ") OR "
            + path
            + " <= "
            + value(Item.number(limit))
            + ")");
    return this;
  }

  /// The attribute, a number, is there and at least that.
  Expression ifAtLeast(String name, long least) {
    conditions.add(name(name) + " >= " + value(Item.number(least)));
    return this;
  }

  /// Sets an attribute of a map attribute.
  Expression setIn(String map, String name, AttributeValue value) {
    sets.add(name(map) + "." + name(name) + " = " + value(value));
    return this;
  }

  String update() {
    String set = sets.isEmpty() ? "" : "SET " + String.join(", ", sets);
    String remove = removes.isEmpty() ? "" : "REMOVE " + String.join(", ", removes);
    return (set + " " + remove).strip();
  }

  Optional<String> condition() {
    return conditions.isEmpty() ? Optional.empty() : Optional.of(String.join(" AND ", conditions));
  }

  Optional<Map<String, String>> names() {
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  Optional<Map<String, AttributeValue>> values() {
    return values.isEmpty() ? Optional.empty() : Optional.of(values);
  }

  private String name(String attribute) {
    for (Map.Entry<String, String> known : names.entrySet()) {
      if (known.getValue().equals(attribute)) {
        return known.getKey();
      }
    }
    String placeholder = "#n" + names.size();
    names.put(placeholder, attribute);
    return placeholder;
  }

  private String value(AttributeValue value) {
    String placeholder = ":v" + values.size();
    values.put(placeholder, value);
    return placeholder;
  }
}
