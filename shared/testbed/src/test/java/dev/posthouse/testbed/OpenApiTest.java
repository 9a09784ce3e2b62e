package dev.posthouse.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.ProblemCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Holds `openapi.yaml` against itself and against what the code can say.
class OpenApiTest {
  private static final OpenApi API = OpenApi.get();
  private static final Map<String, ProblemCode> CODES =
      Arrays.stream(ProblemCode.values()).collect(Collectors.toMap(ProblemCode::code, it -> it));

  private static ProblemCode code(String text) {
    return Optional.ofNullable(CODES.get(text)).orElseThrow();
  }

  static Stream<Operation> operations() {
    return API.operations().stream();
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = API.document().findValuesAsString("$ref");

    assertThat(references)
        .isNotEmpty()
        .allSatisfy(reference ->
            assertThat(API.document().at(reference.substring(1)).isMissingNode())
                .as(reference)
                .isFalse());
  }

  /// Whoever reads the description sees what an answer looks like; but for the description itself.
  @ParameterizedTest
  @MethodSource("operations")
  void anAnswerHasExamplesThatAreOfItsSchema(Operation operation) {
    for (JsonNode response : operation.node().path("responses")) {
      JsonNode content = API.resolved(response).path("content");
      for (String type : content.propertyNames()) {
        String schema = content.path(type).at("/schema/$ref").asString("");
        if (type.endsWith("json") && !operation.path().equals("/openapi.json")) {
          JsonNode examples = content.path(type).path("examples");
          assertThat(examples.isEmpty()).as(schema).isFalse();
          for (JsonNode example : examples) {
            assertThat(API.broken(schema.substring(1), API.resolved(example).path("value")))
                .as(example.toString())
                .isEmpty();
          }
        }
      }
    }
  }

  /// An example of an error is one that its code can be.
  @Test
  void theProblemsOfExamplesAreThoseOfTheCatalogue() {
    List<JsonNode> problems =
        API.document()
            .at("/components/examples")
            .valueStream()
            .map(example -> example.path("value"))
            .filter(value -> value.path("type").asString("").contains("/docs/errors#"))
            .toList();

    assertThat(problems)
        .isNotEmpty()
        .allSatisfy(problem -> {
          ProblemCode code = code(problem.path("code").asString());
          assertThat(problem.path("status").asInt()).isEqualTo(code.status());
          assertThat(problem.path("title").asString()).isEqualTo(code.title());
          assertThat(problem.path("retryable").asBoolean()).isEqualTo(code.retryable());
        });
  }

  @Test
  void noOperationHasAnothersId() {
    assertThat(API.operations()).extracting(Operation::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theProblemsAreOfTheCatalogueInItsOrder(Operation operation) {
    assertThat(CODES.keySet()).containsAll(operation.problems());
    assertThat(operation.problems().stream().map(OpenApiTest::code).toList())
        .isEqualTo(
            new TreeSet<>(operation.problems().stream().map(OpenApiTest::code).toList())
                .stream().toList());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theStatusesAreThoseOfItsProblems(Operation operation) {
    Set<Integer> ofProblems =
        operation.problems().stream()
            .map(code -> code(code).status())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<Integer> described =
        operation.statuses().stream()
            .filter(status -> answersWithProblem(operation, status))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(described).isEqualTo(ofProblems);
  }

  private static boolean answersWithProblem(Operation operation, int status) {
    return API.resolved(operation.node().path("responses").path(Integer.toString(status)))
        .path("content")
        .has("application/problem+json");
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theScopesAreScopesAndWhoeverIsAskedForAKeyMayLackIt(Operation operation) {
    assertThat(operation.scopes())
        .allSatisfy(scope -> assertThat(Scope.ofWire(scope)).as(scope).isPresent());
    boolean open = !operation.forTenants() && !operation.forOperator();
    assertThat(operation.problems().contains("missing_token")).isEqualTo(!open);
    assertThat(operation.problems().contains("missing_scope"))
        .isEqualTo(!operation.scopes().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theParametersOfThePathAreDescribedWithAnExample(Operation operation) {
    Set<String> named =
        Stream.of(operation.path().split("/"))
            .filter(segment -> segment.startsWith("{"))
            .map(segment -> segment.substring(1, segment.length() - 1))
            .collect(Collectors.toSet());

    assertThat(operation.parameters("path").stream().map(it -> it.path("name").asString()))
        .containsExactlyInAnyOrderElementsOf(named);
    assertThat(operation.parameters("path")).allMatch(it -> it.has("example"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theExamplesFitTheirSchemas(Operation operation) {
    String pointer =
        "/paths/"
            + OpenApi.escaped(operation.path())
            + "/"
            + operation.method().toLowerCase(Locale.ROOT);
    JsonNode body = operation.body();
    if (body != null) {
      for (Map.Entry<String, JsonNode> type : body.properties()) {
        assertThat(type.getValue().path("examples").properties()).isNotEmpty();
        for (JsonNode example : type.getValue().path("examples")) {
          String schema = pointer + "/requestBody/content/" + OpenApi.escaped(type.getKey());
          assertThat(API.broken(schema + "/schema", example.path("value"))).isEmpty();
        }
      }
    }
    for (Map.Entry<String, JsonNode> response : operation.node().path("responses").properties()) {
      JsonNode json = response.getValue().path("content").path("application/json");
      if (json.has("example")) {
        String schema =
            pointer + "/responses/" + response.getKey() + "/content/application~1json/schema";
        assertThat(API.broken(schema, json.path("example"))).isEmpty();
      }
    }
  }

  @Test
  void anAnswerThatIsNotDescribedIsFound() {
    var headers = Map.of("x-request-id", "1", "content-type", "application/json");

    assertThat(faults(200, headers, "{\"status\":\"ok\",\"time\":\"2026-01-01T00:00:00.000Z\"}"))
        .isEmpty();
    assertThat(faults(200, headers, "{\"status\":\"ok\",\"time\":\"now\"}")).hasSize(1);
    assertThat(faults(200, headers, "{\"status\":\"ok\"}")).hasSize(1);
    assertThat(
            faults(
                200,
                headers,
                "{\"status\":\"ok\",\"time\":\"2026-01-01T00:00:00.000Z\",\"more\":1}"))
        .hasSize(1);
    assertThat(faults(201, headers, "{}")).hasSize(1);
    assertThat(faults(200, Map.of("content-type", "text/html"), "")).hasSize(2);
    assertThat(API.faults("GET", "/nowhere", new Answer(200, headers, "{}"))).isNotEmpty();
  }

  private static List<String> faults(int status, Map<String, String> headers, String body) {
    return API.faults("GET", "/healthz", new Answer(status, headers, body));
  }
}
