package dev.posthouse.testbed;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One operation of `openapi.yaml`.
///
/// @param route as in `template.yaml`, such as `GET /v1/keys`
/// @param parameters resolved: `name`, `in`, `schema`, and `example` where there is one
/// @param body of the request, null if it has none: its `content` by media type
/// @param node all that is said of it
public record Operation(
    String route, List<JsonNode> parameters, @Nullable JsonNode body, JsonNode node) {
  private static final Pattern PARAMETER = Pattern.compile("\\{[A-Za-z]+\\+?}");

  public String method() {
    return route.substring(0, route.indexOf(' '));
  }

  /// The path with its parameters in braces.
  public String path() {
    return route.substring(route.indexOf(' ') + 1);
  }

  public String id() {
    return node.path("operationId").asString();
  }

  /// The statuses it answers with.
  public Set<Integer> statuses() {
    return node.path("responses").propertyNames().stream()
        .map(Integer::valueOf)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The codes of its problems.
  public List<String> problems() {
    return node.path("x-problems").valueStream().map(JsonNode::asString).toList();
  }

  /// Whether the operator's key opens it.
  public boolean forOperator() {
    return requirements().anyMatch(requirement -> requirement.has("adminKey"));
  }

  /// Whether the key of a tenant opens it, if it has the [#scopes].
  public boolean forTenants() {
    return requirements().anyMatch(requirement -> requirement.has("key"));
  }

  /// The scopes a tenant's key needs.
  public List<String> scopes() {
    return requirements()
        .filter(requirement -> requirement.has("key"))
        .flatMap(requirement -> requirement.path("key").valueStream())
        .map(JsonNode::asString)
        .toList();
  }

  private Stream<JsonNode> requirements() {
    return node.path("security").valueStream();
  }

  /// The parameters of that place: `path`, `query` or `header`.
  public List<JsonNode> parameters(String in) {
    return parameters.stream().filter(it -> it.path("in").asString().equals(in)).toList();
  }

  boolean matches(String asked) {
    String[] parts = PARAMETER.split(path(), -1);
    String pattern = Arrays.stream(parts).map(Pattern::quote).collect(Collectors.joining("[^/]+"));
    return asked.matches(pattern);
  }

  /// How many of its segments may be anything: the less, the better it fits.
  int breadth() {
    return PARAMETER.split(path(), -1).length;
  }

  @Override
  public String toString() {
    return route;
  }
}
