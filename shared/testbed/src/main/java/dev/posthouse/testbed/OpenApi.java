package dev.posthouse.testbed;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.posthouse.lambda.HttpFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `openapi.yaml`, and what an answer breaks of it.
///
/// To clients the schemas of answers are open: members may be added. To tests they are closed, so
/// that what is added is described.
public final class OpenApi {
  private static final String IRI = "https://posthouse.example/openapi.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  /// Headers that mean something to clients of one operation and not of all.
  private static final Set<String> TELLING =
      Set.of("idempotent-replayed", "location", "ratelimit", "ratelimit-policy", "retry-after");

  /// Where a module's tests leave what they have seen, below its folder.
  public static final String SEEN = "target/openapi-seen.txt";

  private static final OpenApi INSTANCE = new OpenApi();

  private final ObjectNode document;
  private final List<Operation> operations;
  private final SchemaRegistry registry;
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  private OpenApi() {
    document = read();
    operations = operations(document);
    ObjectNode closed = document.deepCopy();
    close(closed.path("components").path("schemas"));
    String text = JSON.writeValueAsString(closed);
    registry =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, it -> it.schemas(Map.of(IRI, text)));
    Runtime.getRuntime().addShutdownHook(new Thread(this::leaveSeen));
  }

  /// What this process has seen stays for the test of `local`, which asks for all that is
  /// described; with what others saw since the last `clean`, as one may have run a single test.
  private void leaveSeen() {
    Path file = Path.of(SEEN);
    if (!seen.isEmpty() && Files.exists(Path.of("pom.xml"))) {
      try {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (Files.exists(file)) {
          seen.addAll(Files.readAllLines(file));
        }
        Files.write(file, seen());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The one description.
  public static OpenApi get() {
    return INSTANCE;
  }

  /// All of it.
  public JsonNode document() {
    return document;
  }

  public List<Operation> operations() {
    return operations;
  }

  /// The operation of that route, such as `GET /v1/keys`.
  public Optional<Operation> operation(String route) {
    return operations.stream().filter(it -> it.route().equals(route)).findFirst();
  }

  /// The `route status` of all answers that were looked at in this process.
  public Set<String> seen() {
    return new TreeSet<>(seen);
  }

  /// The operation a request means; empty if it means none.
  ///
  /// @param path without the query
  public Optional<Operation> find(String method, String path) {
    return at(path).stream().filter(it -> it.method().equals(method)).findFirst();
  }

  private List<Operation> at(String path) {
    List<Operation> all = operations.stream().filter(it -> it.matches(path)).toList();
    int best = all.stream().mapToInt(Operation::breadth).min().orElse(0);
    // A method that only the wider path has is answered there: POST /v1/messages/{id}.
    return all.stream()
        .sorted(Comparator.comparingInt(it -> it.breadth() == best ? 0 : 1))
        .toList();
  }

  /// Fails if the answer is not one that is described.
  public void demand(String method, String path, Answer answer) {
    List<String> faults = faults(method, path, answer);
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "%s %s answers what openapi.yaml does not say: %s\n%d %s\n%s"
              .formatted(
                  method,
                  path,
                  String.join("; ", faults),
                  answer.status(),
                  answer.headers(),
                  answer.content()));
    }
  }

  /// What an answer breaks of the description; empty: it keeps to it.
  public List<String> faults(String method, String path, Answer answer) {
    Optional<Operation> found = find(method, path);
    if (found.isPresent()) {
      seen.add(found.get().route() + " " + answer.status());
      return faults(found.get(), answer);
    }
    if (method.equals("OPTIONS") && answer.status() == 204) {
      return List.of();
    }
    List<String> faults = new ArrayList<>();
    String code = at(path).isEmpty() ? "not_found" : "method_not_allowed";
    if (!answer.text("code").equals(code)) {
      faults.add("no such route, so " + code);
    }
    faults.addAll(broken("/components/schemas/Problem", answer));
    return faults;
  }

  private List<String> faults(Operation operation, Answer answer) {
    JsonNode said = operation.node().path("responses").path(Integer.toString(answer.status()));
    if (answer.status() == 500 && answer.text("code").equals("internal")) {
      // What any operation may say, as the description has it; whether it should is for the test.
      return broken("/components/schemas/Problem", answer);
    }
    if (said.isMissingNode()) {
      return List.of("the status " + answer.status() + " is not described");
    }
    JsonNode response = resolved(said);
    var faults = new ArrayList<String>();
    for (String header : answer.headers().keySet()) {
      String name = header.toLowerCase(Locale.ROOT);
      boolean described =
          response.path("headers").propertyNames().stream().anyMatch(name::equalsIgnoreCase);
      if (TELLING.contains(name) && !described) {
        faults.add("the header " + name + " is not described");
      }
    }
    if (answer.header("x-request-id").isEmpty()) {
      faults.add("it has no x-request-id");
    }
    if (answer.status() == 401 && answer.header("www-authenticate").isEmpty()) {
      faults.add("it has no www-authenticate");
    }
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      return answer.content().isEmpty() ? faults : List.of("a body is not described");
    }
    String type = answer.header("content-type").orElse("").split(";", 2)[0];
    if (!content.has(type)) {
      faults.add("the type " + type + " is not described");
      return faults;
    }
    if (type.endsWith("json")) {
      faults.addAll(broken(pointer(operation, said, answer.status(), type), answer));
    }
    if (type.equals("application/problem+json")
        && !operation.problems().contains(answer.text("code"))) {
      faults.add("the code " + answer.text("code") + " is not described");
    }
    return faults;
  }

  private static String pointer(Operation operation, JsonNode said, int status, String type) {
    String response =
        said.has("$ref")
            ? said.path("$ref").asString().substring(1)
            : "/paths/%s/%s/responses/%d"
                .formatted(
                    escaped(operation.path()), operation.method().toLowerCase(Locale.ROOT), status);
    return response + "/content/" + escaped(type) + "/schema";
  }

  /// What the body breaks of the schema at that place of the document.
  private List<String> broken(String pointer, Answer answer) {
    try {
      return broken(pointer, answer.body());
    } catch (JacksonException e) {
      return List.of("the body is no JSON");
    }
  }

  /// What a value breaks of the schema at that place of the document, such as
  /// `/components/schemas/Problem`.
  public List<String> broken(String pointer, JsonNode value) {
    Schema schema =
        schemas.computeIfAbsent(
            pointer, it -> registry.getSchema(SchemaLocation.of(IRI + "#" + it)));
    return schema.validate(value).stream()
        .map(error -> error.getInstanceLocation() + " " + error.getMessage())
        .toList();
  }

  /// A part of the document as a JSON pointer has it (RFC 6901).
  public static String escaped(String segment) {
    return segment.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
  }

  /// A node, or what its `$ref` refers to.
  public JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
  }

  private List<Operation> operations(JsonNode all) {
    var found = new ArrayList<Operation>();
    for (Map.Entry<String, JsonNode> path : all.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        JsonNode node = method.getValue();
        @Nullable JsonNode body =
            node.has("requestBody") ? node.path("requestBody").path("content") : null;
        found.add(
            new Operation(
                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                node.path("parameters").valueStream().map(this::resolved).toList(),
                body,
                node));
      }
    }
    return List.copyOf(found);
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && object.path("type").isString()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(OpenApi::close);
  }

  private static ObjectNode read() {
    try (InputStream yaml =
        Objects.requireNonNull(HttpFunction.class.getResourceAsStream("/openapi.yaml"))) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
      return JSON.valueToTree(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
