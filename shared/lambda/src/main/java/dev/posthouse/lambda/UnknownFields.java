package dev.posthouse.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The fields of a request that its record does not know: all of them, so that a caller mends them
/// in one go.
///
/// Jackson by itself tells the first one only, and tells it after the record's constructor has run:
/// a misspelt field would be reported as a missing one.
final class UnknownFields {
  /// How many are told; more say nothing new.
  static final int TOLD_MAX = 20;

  private final List<String> paths = new ArrayList<>();

  private UnknownFields() {}

  /// The paths of the fields in `json` that `type`, a record or what holds records, does not know.
  static List<String> of(JsonNode json, Type type) {
    UnknownFields found = new UnknownFields();
    found.walk(json, type, "");
    return found.paths;
  }

  private void walk(JsonNode json, Type type, String path) {
    if (paths.size() == TOLD_MAX) {
      return;
    }
    if (type instanceof Class<?> raw && raw.isRecord() && json.isObject()) {
      walkRecord(json, fields(raw), path);
    } else if (type instanceof ParameterizedType generic
        && generic.getRawType() instanceof Class<?> raw) {
      Type[] arguments = generic.getActualTypeArguments();
      if (Collection.class.isAssignableFrom(raw)) {
        walkArray(json, arguments[0], path);
      } else if (Map.class.isAssignableFrom(raw)) {
        json.properties().forEach(e -> walk(e.getValue(), arguments[1], below(path, e.getKey())));
      }
    }
  }

  private void walkRecord(JsonNode json, Map<String, Type> fields, String path) {
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      Type type = fields.get(entry.getKey());
      if (type != null) {
        walk(entry.getValue(), type, below(path, entry.getKey()));
      } else if (paths.size() < TOLD_MAX) {
        paths.add(below(path, entry.getKey()));
      }
    }
  }

  private void walkArray(JsonNode json, Type element, String path) {
    if (!json.isArray()) {
      // One value stands for an array of one.
      walk(json, element, path);
      return;
    }
    int index = 0;
    for (JsonNode one : json) {
      walk(one, element, path + "[" + index++ + "]");
    }
  }

  private static Map<String, Type> fields(Class<?> type) {
    Map<String, Type> fields = new HashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
      String name =
          renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
      fields.put(name, component.getGenericType());
    }
    return fields;
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
