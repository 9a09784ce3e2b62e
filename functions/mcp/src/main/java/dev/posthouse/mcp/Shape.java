package dev.posthouse.mcp;

import dev.posthouse.lambda.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;

/// What a value looks like: printed as JSON Schema for a model, and checked against what it sends.
///
/// The two cannot differ, because they come from one description. It knows what the tools need and
/// no more: flat schemas cost few tokens and are understood by every host.
sealed interface Shape {
  /// A text.
  ///
  /// @param max most characters; 0: not said
  record Text(int min, int max) implements Shape {}

  /// A text of a certain form.
  ///
  /// @param pattern of the whole text, from `^` to `$`, in what Java and JSON Schema read alike
  /// @param says what that is, for a model: "it …"
  record Form(String pattern, String says) implements Shape {}

  /// One of some words.
  record Word(List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }
  }

  /// A whole number.
  record Whole(long min, long max) implements Shape {}

  /// True or false.
  record Flag() implements Shape {}

  /// Some values of one shape.
  ///
  /// @param max most of them; 0: not said
  record Many(Shape each, int min, int max) implements Shape {}

  /// Named values. `open`: there may be others.
  record Fields(List<Field> fields, boolean open) implements Shape {
    public Fields {
      fields = List.copyOf(fields);
    }

    /// These and others.
    Fields and(Field... more) {
      var all = new ArrayList<>(fields);
      all.addAll(List.of(more));
      return new Fields(all, open);
    }
  }

  /// A named value.
  ///
  /// @param says what it is, for a model; empty if its name says that
  record Field(String name, Shape shape, boolean required, String says) {
    Field saying(String text) {
      return new Field(name, shape, required, text);
    }
  }

  /// Up to here a double tells all whole numbers apart.
  long EXACT_MAX = 1L << 53;

  /// This shape as JSON Schema.
  default ObjectNode schema() {
    ObjectNode schema = Json.mapper().createObjectNode();
    switch (this) {
      case Text(int min, int max) -> {
        schema.put("type", "string");
        putIf(schema, "minLength", min);
        putIf(schema, "maxLength", max);
      }
      case Form(String pattern, _) -> {
        schema.put("type", "string");
        schema.put("pattern", pattern);
      }
      case Word(List<String> words) -> {
        schema.put("type", "string");
        words.forEach(schema.putArray("enum")::add);
      }
      case Whole(long min, long max) -> {
        schema.put("type", "integer");
        schema.put("minimum", min);
        putIf(schema, "maximum", max == Long.MAX_VALUE ? 0 : max);
      }
      case Flag() -> schema.put("type", "boolean");
      case Many(Shape each, int min, int max) -> {
        schema.put("type", "array");
        schema.set("items", each.schema());
        putIf(schema, "minItems", min);
        putIf(schema, "maxItems", max);
      }
      case Fields of -> fields(schema, of);
    }
    return schema;
  }

  private static void putIf(ObjectNode schema, String name, long limit) {
    if (limit > 0) {
      schema.put(name, limit);
    }
  }

  private static void fields(ObjectNode schema, Fields of) {
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = schema.arrayNode();
    for (Field field : of.fields()) {
      ObjectNode property = field.shape().schema();
      if (!field.says().isEmpty()) {
        property.put("description", field.says());
      }
      properties.set(field.name(), property);
      if (field.required()) {
        required.add(field.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (!of.open()) {
      schema.put("additionalProperties", false);
    }
  }

  /// What is wrong with `value`, a sentence each; empty if nothing is.
  ///
  /// @param path what the value is called in them
  default List<String> faults(String path, JsonNode value) {
    return switch (this) {
      case Text(int min, int max) -> text(path, value, min, max);
      case Form(String pattern, String says) ->
          value.isString() && value.stringValue().matches(pattern)
              ? List.of()
              : List.of(path + " " + says);
      case Word(List<String> words) ->
          value.isString() && words.contains(value.stringValue())
              ? List.of()
              : List.of(path + " is one of " + String.join(", ", words));
      case Whole(long min, long max) ->
          value.isIntegralNumber()
                  && value.canConvertToLong()
                  && value.longValue() >= min
                  && value.longValue() <= max
              ? List.of()
              : List.of(path + " is a whole number from " + min + " to " + max);
      case Flag() -> value.isBoolean() ? List.of() : List.of(path + " is true or false");
      case Many many -> many(path, value, many);
      case Fields of -> object(path, value, of);
    };
  }

  private static List<String> text(String path, JsonNode value, int min, int max) {
    if (!value.isString()) {
      return List.of(path + " is a string");
    }
    // JSON Schema counts characters, not halves of pairs.
    int length = value.stringValue().codePointCount(0, value.stringValue().length());
    if (length < min) {
      return List.of(path + " has at least " + min + " character" + (min == 1 ? "" : "s"));
    }
    return max > 0 && length > max
        ? List.of(path + " has at most " + max + " characters")
        : List.of();
  }

  private static List<String> many(String path, JsonNode value, Many many) {
    if (!value.isArray()) {
      return List.of(path + " is an array");
    }
    if (value.size() < many.min()) {
      return List.of(path + " has at least " + many.min());
    }
    if (many.max() > 0 && value.size() > many.max()) {
      return List.of(path + " has at most " + many.max());
    }
    var faults = new ArrayList<String>();
    int index = 0;
    for (JsonNode each : value) {
      faults.addAll(many.each().faults(path + "[" + index++ + "]", each));
    }
    return faults;
  }

  private static List<String> object(String path, JsonNode value, Fields of) {
    if (!value.isObject()) {
      return List.of((path.isEmpty() ? "arguments" : path) + " is an object");
    }
    var faults = new ArrayList<String>();
    for (Field field : of.fields()) {
      JsonNode given = value.get(field.name());
      if (given != null) {
        faults.addAll(field.shape().faults(below(path, field.name()), given));
      } else if (field.required()) {
        faults.add(below(path, field.name()) + " is required");
      }
    }
    if (!of.open()) {
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        if (find(of, entry.getKey()) == null) {
          faults.add(below(path, entry.getKey()) + " is not known here");
        }
      }
    }
    return faults;
  }

  /// The value as the shape has it, where a model has been sloppy in a way that leaves no doubt:
  /// null is left out, one value stands for an array of one, and 5.0 for 5.
  default JsonNode tidied(JsonNode value) {
    return switch (this) {
      case Whole _ when value.isFloatingPointNumber() && isWhole(value.doubleValue()) ->
          LongNode.valueOf((long) value.doubleValue());
      case Many(Shape each, int _, int _) -> {
        ArrayNode tidy = Json.mapper().createArrayNode();
        if (value.isArray()) {
          value.forEach(one -> tidy.add(each.tidied(one)));
        } else {
          tidy.add(each.tidied(value));
        }
        yield tidy;
      }
      case Fields of when value.isObject() -> {
        ObjectNode tidy = Json.mapper().createObjectNode();
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
          Field field = find(of, entry.getKey());
          if (!entry.getValue().isNull()) {
            tidy.set(
                entry.getKey(),
                field == null ? entry.getValue() : field.shape().tidied(entry.getValue()));
          }
        }
        yield tidy;
      }
      default -> value;
    };
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number) && Math.abs(number) <= EXACT_MAX;
  }

  private static @Nullable Field find(Fields of, String name) {
    return of.fields().stream().filter(field -> field.name().equals(name)).findFirst().orElse(null);
  }

  private static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
