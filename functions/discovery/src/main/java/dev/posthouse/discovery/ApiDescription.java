package dev.posthouse.discovery;

import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `openapi.yaml` as JSON. It is read once, when it is first asked for.
final class ApiDescription {
  private final String server;
  private @Nullable Read read;

  /// @param server where the API answers, or `/` for wherever the description was fetched
  ApiDescription(String server) {
    this.server = server;
  }

  /// An operation, in few words.
  ///
  /// @param scopes a tenant's key needs them
  /// @param access `public`, `key`, `admin`, or `key or admin`
  record Route(
      String method, String path, String operationId, String access, List<String> scopes) {}

  private record Read(String json, String version, List<Route> routes) {}

  /// All of it.
  String json() {
    return read().json();
  }

  /// The version of the API.
  String version() {
    return read().version();
  }

  List<Route> routes() {
    return read().routes();
  }

  private synchronized Read read() {
    if (read == null) {
      ObjectNode tree = tree();
      tree.putArray("servers").addObject().put("url", server);
      read = new Read(Json.encode(tree), tree.at("/info/version").asString(), routes(tree));
    }
    return read;
  }

  private static List<Route> routes(JsonNode tree) {
    var routes = new ArrayList<Route>();
    for (Map.Entry<String, JsonNode> path : tree.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode operation = method.getValue();
        List<JsonNode> security = operation.path("security").valueStream().toList();
        List<String> scopes =
            security.stream()
                .flatMap(requirement -> requirement.path("key").valueStream())
                .map(JsonNode::asString)
                .toList();
        routes.add(
            new Route(
                method.getKey().toUpperCase(Locale.ROOT),
                path.getKey(),
                operation.path("operationId").asString(),
                access(security),
                scopes));
      }
    }
    return List.copyOf(routes);
  }

  private static String access(List<JsonNode> security) {
    boolean key = security.stream().anyMatch(requirement -> requirement.has("key"));
    boolean admin = security.stream().anyMatch(requirement -> requirement.has("adminKey"));
    if (key && admin) {
      return "key or admin";
    }
    return key ? "key" : admin ? "admin" : "public";
  }

  private static ObjectNode tree() {
    try (InputStream yaml =
        Objects.requireNonNull(HttpFunction.class.getResourceAsStream("/openapi.yaml"))) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return Json.mapper().valueToTree(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
