package dev.posthouse.local.trigger;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A pattern of EventBridge's rules, which Lambda's filters share.
///
/// Fields of an object must all match; of the tests in a list one must. `$or` takes a list of
/// objects of which one must match. A value that is an array matches if one of its elements does.
/// Tests: a value itself, `prefix`, `suffix`, `equals-ignore-case`, `wildcard`, `anything-but`,
/// `numeric`, `exists`.
public final class EventPattern {
  private static final JsonMapper JSON = JsonMapper.shared();

  private sealed interface Part {
    boolean matches(JsonNode event);
  }

  private record All(Map<String, Part> fields, List<List<Part>> alternatives) implements Part {
    @Override
    public boolean matches(JsonNode event) {
      if (event.isArray()) {
        for (JsonNode element : event) {
          if (matches(element)) {
            return true;
          }
        }
        return event.isEmpty() && matches(JSON.missingNode());
      }
      return fields.entrySet().stream()
              .allMatch(field -> field.getValue().matches(event.path(field.getKey())))
          && alternatives.stream()
              .allMatch(any -> any.stream().anyMatch(part -> part.matches(event)));
    }
  }

  private record Any(List<Predicate<JsonNode>> tests) implements Part {
    @Override
    public boolean matches(JsonNode event) {
      if (!event.isArray()) {
        return tests.stream().anyMatch(test -> test.test(event));
      }
      for (JsonNode element : event) {
        if (matches(element)) {
          return true;
        }
      }
      return event.isEmpty() && matches(JSON.missingNode());
    }
  }

  private final Part part;

  private EventPattern(Part part) {
    this.part = part;
  }

  /// Reads a pattern.
  ///
  /// @throws IllegalArgumentException saying what AWS would refuse it for
  public static EventPattern parse(String json) {
    try {
      return of(JSON.readTree(json));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + json, e);
    }
  }

  /// As [#parse], of JSON that is read already.
  public static EventPattern of(JsonNode pattern) {
    return new EventPattern(object(pattern, "the pattern"));
  }

  /// Whether an event is one of those meant.
  public boolean matches(JsonNode event) {
    return part.matches(event);
  }

  private static All object(JsonNode pattern, String where) {
    if (!pattern.isObject() || pattern.isEmpty()) {
      throw new IllegalArgumentException(where + " must be an object with fields: " + pattern);
    }
    Map<String, Part> fields = new LinkedHashMap<>();
    List<List<Part>> alternatives = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : pattern.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (name.equals("$or")) {
        List<Part> any = new ArrayList<>();
        value.forEach(each -> any.add(object(each, "each of $or")));
        alternatives.add(any);
      } else if (value.isObject()) {
        fields.put(name, object(value, name));
      } else if (value.isArray() && !value.isEmpty()) {
        List<Predicate<JsonNode>> tests = new ArrayList<>();
        value.forEach(each -> tests.add(test(each, name)));
        fields.put(name, new Any(tests));
      } else {
        throw new IllegalArgumentException(
            name + " must be an object, or a list with values in it: " + value);
      }
    }
    return new All(fields, alternatives);
  }

  private static Predicate<JsonNode> test(JsonNode test, String where) {
    if (!test.isObject()) {
      if (test.isArray()) {
        throw new IllegalArgumentException(where + " holds a list in a list");
      }
      return value -> same(value, test);
    }
    if (test.size() != 1) {
      throw new IllegalArgumentException(where + " must name one comparison: " + test);
    }
    Map.Entry<String, JsonNode> only = test.properties().iterator().next();
    JsonNode operand = only.getValue();
    return switch (only.getKey()) {
      case "exists" -> {
        boolean wanted = operand.booleanValue();
        yield value -> value.isValueNode() == wanted;
      }
      case "anything-but" -> {
        Predicate<JsonNode> not = excluded(operand, where);
        yield value -> value.isValueNode() && !not.test(value);
      }
      case "numeric" -> numeric(operand, where);
      default -> text(only.getKey(), operand, where);
    };
  }

  private static Predicate<JsonNode> excluded(JsonNode operand, String where) {
    if (operand.isObject()) {
      return test(operand, where);
    }
    if (!operand.isArray()) {
      return value -> same(value, operand);
    }
    List<Predicate<JsonNode>> each = new ArrayList<>();
    operand.forEach(one -> each.add(value -> same(value, one)));
    return value -> each.stream().anyMatch(one -> one.test(value));
  }

  private static Predicate<JsonNode> text(String name, JsonNode operand, String where) {
    if (operand.isArray()) {
      List<Predicate<JsonNode>> each = new ArrayList<>();
      operand.forEach(one -> each.add(text(name, one, where)));
      return value -> each.stream().anyMatch(one -> one.test(value));
    }
    if (!operand.isString()) {
      throw new IllegalArgumentException(where + ": " + name + " takes a string, not " + operand);
    }
    String text = operand.stringValue();
    Predicate<String> matches =
        switch (name) {
          case "prefix" -> value -> value.startsWith(text);
          case "suffix" -> value -> value.endsWith(text);
          case "equals-ignore-case" ->
              value -> value.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT));
          case "wildcard" -> wildcard(text).asMatchPredicate();
          default -> throw new IllegalArgumentException(where + ": unknown comparison " + name);
        };
    return value -> value.isString() && matches.test(value.stringValue());
  }

  private static Pattern wildcard(String text) {
    StringBuilder regex = new StringBuilder();
    for (String part : text.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }

  private static Predicate<JsonNode> numeric(JsonNode operand, String where) {
    if (!operand.isArray() || operand.isEmpty() || operand.size() % 2 != 0) {
      throw new IllegalArgumentException(where + ": numeric takes pairs, not " + operand);
    }
    Predicate<JsonNode> all = JsonNode::isNumber;
    for (int i = 0; i < operand.size(); i += 2) {
      String sign = operand.get(i).asString();
      if (!Set.of("<", "<=", "=", ">=", ">").contains(sign) || !operand.get(i + 1).isNumber()) {
        throw new IllegalArgumentException(where + ": numeric does not take " + operand);
      }
      BigDecimal bound = operand.get(i + 1).decimalValue();
      all =
          all.and(value -> {
            int order = value.decimalValue().compareTo(bound);
            return switch (sign) {
              case "<" -> order < 0;
              case "<=" -> order <= 0;
              case "=" -> order == 0;
              case ">=" -> order >= 0;
              default -> order > 0;
            };
          });
    }
    return all;
  }

  private static boolean same(JsonNode value, JsonNode wanted) {
    if (wanted.isNumber()) {
      return value.isNumber() && value.decimalValue().compareTo(wanted.decimalValue()) == 0;
    }
    return value.equals(wanted);
  }
}
