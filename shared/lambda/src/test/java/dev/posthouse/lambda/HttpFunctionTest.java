package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class HttpFunctionTest {
  static final class Throttled extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  record Greeting(@Nullable String name) {}

  /// A function with a route for each way to answer.
  static final class Greeter extends HttpFunction {
    Greeter(Platform platform) {
      super(platform, Greeter::fault);
      route("GET /v1/greetings/{handle}", this::greet);
      route("POST /v1/greetings", this::post);
      route("GET /v1/query", this::query);
      route("GET /v1/refused", this::refuse);
      route("GET /v1/throttled", this::throttle);
      route("GET /v1/broken", this::breakDown);
      route("GET /page", this::page);
    }

    private static Optional<Problem> fault(Throwable failure) {
      return failure instanceof Throttled
          ? Optional.of(Problem.of(ProblemCode.THROTTLED, "The table is busy."))
          : Optional.empty();
    }

    private HttpResponse greet(HttpRequest request) {
      request.note("tenant", "tnt_1");
      return HttpResponse.json(200, Map.of("hello", request.param("handle")))
          .header("X-Custom", "yes");
    }

    private HttpResponse post(HttpRequest request) {
      String name = request.json(Greeting.class).name();
      return HttpResponse.json(202, Map.of("hello", name == null ? "world" : name));
    }

    private HttpResponse query(HttpRequest request) {
      return HttpResponse.json(200, request.queryAll("q"));
    }

    private HttpResponse refuse(HttpRequest request) {
      throw Problem.of(ProblemCode.CAP_EXCEEDED, "The day's cap is used up.")
          .withBinding(new Problem.Binding("identity", 150, 150, TestPlatform.NOW))
          .withRetryAfter(Duration.ofMillis(1_500))
          .with("attempts", 1)
          .asException();
    }

    private HttpResponse throttle(HttpRequest request) {
      throw new Throttled();
    }

    private HttpResponse breakDown(HttpRequest request) {
      throw new IllegalStateException("table posthouse-secret at " + request.path());
    }

    private HttpResponse page(HttpRequest request) {
      return HttpResponse.html(200, "<p>hello").header("cache-control", "max-age=60");
    }
  }

  private final TestPlatform platform =
      new TestPlatform(Map.of("PUBLIC_URL", "https://post.example/"));
  private final Greeter greeter = new Greeter(platform);

  @Test
  void aRouteAnswersWithTheHeadersEveryAnswerHas() {
    APIGatewayV2HTTPResponse response =
        call(Events.get("GET /v1/greetings/{handle}", Map.of("handle", "Anna@Example.com")));

    assertThat(response.getStatusCode()).isEqualTo(200);
    assertThat(response.getBody()).isEqualTo("{\"hello\":\"Anna@Example.com\"}");
    assertThat(response.getIsBase64Encoded()).isFalse();
    assertThat(response.getHeaders())
        .containsEntry("content-type", "application/json")
        .containsEntry("x-request-id", "req-1")
        .containsEntry("x-content-type-options", "nosniff")
        .containsEntry("cache-control", "no-store")
        .containsEntry("x-custom", "yes")
        .doesNotContainKey("content-security-policy");
  }

  @Test
  void aPageHasAContentSecurityPolicyAndMaySetItsCaching() {
    assertThat(call(Events.get("GET /page", Map.of())).getHeaders())
        .containsEntry("content-type", "text/html; charset=utf-8")
        .containsEntry("cache-control", "max-age=60")
        .hasEntrySatisfying(
            "content-security-policy",
            policy -> assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
  }

  @Test
  void theRoutesAreDeclared() {
    assertThat(greeter.routes()).hasSize(7).contains("GET /v1/greetings/{handle}");
  }

  @Test
  void oneLineTellsOfEachRequest() {
    call(Events.get("GET /v1/greetings/{handle}", Map.of("handle", "Anna@Example.com")));

    assertThat(logLines()).hasSize(1);
    assertThat(logLines().getFirst())
        .isEqualTo(
            Json.mapper()
                .readTree(
                    """
                    {"time":"2026-01-31T09:30:00.125Z","level":"INFO","message":"request",
                     "method":"GET","requestId":"req-1","route":"GET /v1/greetings/{handle}",
                     "identity":"anna@example.com","tenant":"tnt_1","status":200,"ms":0}
                    """));
  }

  @Test
  void aRefusalIsAnsweredAsItsProblem() {
    APIGatewayV2HTTPResponse response = call(Events.get("GET /v1/refused", Map.of()));

    assertThat(response.getStatusCode()).isEqualTo(429);
    assertThat(response.getHeaders())
        .containsEntry("content-type", "application/problem+json")
        .containsEntry("retry-after", "2");
    assertThat(response.getBody())
        .isEqualTo(
            "{\"type\":\"https://post.example/docs/errors#cap_exceeded\","
                + "\"title\":\"Cap exceeded\",\"status\":429,"
                + "\"detail\":\"The day's cap is used up.\",\"code\":\"cap_exceeded\","
                + "\"error\":\"The day's cap is used up.\","
                + "\"fix\":\"Wait for `binding.resetsAt`, or choose a larger tier.\","
                + "\"docs\":\"https://post.example/docs/errors#cap_exceeded\","
                + "\"requestId\":\"req-1\",\"retryable\":true,"
                + "\"binding\":{\"limit\":\"identity\",\"used\":150,\"cap\":150,"
                + "\"resetsAt\":\"2026-01-31T09:30:00.125Z\"},\"attempts\":1}");
    assertThat(logLines().getFirst().get("code").asString()).isEqualTo("cap_exceeded");
  }

  @Test
  void whatTheClassifierKnowsIsAnsweredAsItSays() {
    APIGatewayV2HTTPResponse response = call(Events.get("GET /v1/throttled", Map.of()));

    assertThat(response.getStatusCode()).isEqualTo(503);
    assertThat(response.getHeaders()).containsEntry("retry-after", "1");
    assertThat(problem(response).get("code").asString()).isEqualTo("throttled");
  }

  @Test
  void aFaultIsLoggedWithItsStackAndNotShown() {
    APIGatewayV2HTTPResponse response = call(Events.get("GET /v1/broken", Map.of()));

    assertThat(response.getStatusCode()).isEqualTo(500);
    assertThat(response.getBody()).doesNotContain("secret").doesNotContain("IllegalState");
    assertThat(problem(response).get("code").asString()).isEqualTo("internal");
    assertThat(logLines().getFirst().get("stack").asString()).contains("posthouse-secret");
    assertThat(logLines().getFirst().get("requestId").asString()).isEqualTo("req-1");
  }

  @Test
  void anUnknownPathIsNotFound() {
    APIGatewayV2HTTPResponse response = call(Events.unmatched("GET", "/v2/nothing"));

    assertThat(response.getStatusCode()).isEqualTo(404);
    assertThat(problem(response).get("code").asString()).isEqualTo("not_found");
  }

  @Test
  void aWrongMethodTellsTheRightOnes() {
    APIGatewayV2HTTPResponse response = call(Events.unmatched("DELETE", "/v1/greetings"));

    assertThat(response.getStatusCode()).isEqualTo(405);
    assertThat(response.getHeaders()).containsEntry("allow", "POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ANY /v1/greetings", "$default"})
  void aPreflightIsAnsweredWithoutAKey(String routeKey) {
    APIGatewayV2HTTPEvent event = Events.unmatched("OPTIONS", "/v1/greetings");
    event.setRouteKey(routeKey);
    event.setHeaders(
        Map.of("origin", "https://example.com", "access-control-request-method", "POST"));

    APIGatewayV2HTTPResponse response = call(event);

    assertThat(response.getStatusCode()).isEqualTo(204);
    assertThat(response.getBody()).isNull();
    assertThat(response.getHeaders()).containsEntry("allow", "POST");
  }

  @Test
  void anOptionsRequestThatIsNoPreflightTellsTheMethodsOrThatThereIsNothing() {
    APIGatewayV2HTTPResponse known = call(Events.unmatched("OPTIONS", "/v1/greetings/anna"));

    assertThat(known.getStatusCode()).isEqualTo(204);
    assertThat(known.getHeaders()).containsEntry("allow", "GET");
    assertThat(call(Events.unmatched("OPTIONS", "/nowhere")).getStatusCode()).isEqualTo(404);
  }

  @Test
  void aPreflightLetsAPageReadThatThereIsNothing() {
    APIGatewayV2HTTPEvent event = Events.unmatched("OPTIONS", "/nowhere");
    event.setHeaders(
        Map.of("Origin", "https://example.com", "Access-Control-Request-Method", "GET"));

    assertThat(call(event).getStatusCode()).isEqualTo(204);
  }

  @Test
  void anUnmatchedPathIsMatchedHereAndItsParametersDecodedOnce() {
    APIGatewayV2HTTPResponse response =
        call(Events.unmatched("GET", "/v1/greetings/anna%40example.com"));

    assertThat(response.getBody()).isEqualTo("{\"hello\":\"anna@example.com\"}");
  }

  @Test
  void anEmptyParameterIsNotFound() {
    assertThat(call(Events.get("GET /v1/greetings/{handle}", Map.of("handle", ""))).getStatusCode())
        .isEqualTo(404);
  }

  @Test
  void aBodyInBase64IsDecoded() {
    APIGatewayV2HTTPEvent event = Events.post("POST /v1/greetings", base64("{\"name\":\"ü\"}"));
    event.setIsBase64Encoded(true);

    assertThat(call(event).getBody()).isEqualTo("{\"hello\":\"ü\"}");
  }

  @Test
  void aBodyThatIsNotTheBase64ItShouldBeIsMalformed() {
    APIGatewayV2HTTPEvent event = Events.post("POST /v1/greetings", "{}");
    event.setIsBase64Encoded(true);

    assertThat(problem(call(event)).get("code").asString()).isEqualTo("malformed_json");
  }

  @Test
  void anAbsentBodyIsMalformed() {
    APIGatewayV2HTTPEvent event = Events.post("POST /v1/greetings", "");
    event.setBody(null);

    assertThat(call(event).getStatusCode()).isEqualTo(400);
  }

  @Test
  void aBodyIsTakenUpToItsLimit() {
    String frame = "{\"name\":\"\"}";
    String largest = "{\"name\":\"" + "x".repeat(HttpFunction.BODY_MAX - frame.length()) + "\"}";

    assertThat(call(Events.post("POST /v1/greetings", largest)).getStatusCode()).isEqualTo(202);
    assertThat(call(Events.post("POST /v1/greetings", largest + " ")).getStatusCode())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        " application/json ",
      })
  void jsonIsTaken(String type) {
    assertThat(call(withType(type)).getStatusCode()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/json; charset=iso-8859-1",
        "application/json, text/plain",
      })
  void anotherContentTypeIsNotTaken(String type) {
    assertThat(call(withType(type)).getStatusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "q=1&q=2, '[\"1\",\"2\"]'",
    "q=1%2C2, '[\"1,2\"]'",
    "q=a+b%20c, '[\"a b c\"]'",
    "q, '[\"\"]'",
    "a=1&&=&, '[]'",
    "q=%zz%, '[\"%zz%\"]'",
    "q=%ff, '[\"\ufffd\"]'",
    "q=%F0%9F%98%80, '[\"😀\"]'",
  })
  void aQueryIsReadWithAllItsValues(String query, String values) {
    APIGatewayV2HTTPEvent event = Events.get("GET /v1/query", Map.of());
    event.setRawQueryString(query);

    assertThat(call(event).getBody()).isEqualTo(values);
  }

  @Test
  void aQueryTheGatewayOnlyParsedIsReadToo() {
    APIGatewayV2HTTPEvent event = Events.get("GET /v1/query", Map.of());
    event.setRawQueryString(null);
    event.setQueryStringParameters(Map.of("q", "1"));

    assertThat(call(event).getBody()).isEqualTo("[\"1\"]");
  }

  @Test
  void anEventInWhichEverythingIsAbsentIsNotFound() {
    assertThat(call(new APIGatewayV2HTTPEvent()).getStatusCode()).isEqualTo(404);
  }

  private APIGatewayV2HTTPResponse call(APIGatewayV2HTTPEvent event) {
    return greeter.handleRequest(event, null);
  }

  private static APIGatewayV2HTTPEvent withType(String type) {
    APIGatewayV2HTTPEvent event = Events.post("POST /v1/greetings", "{}");
    event.setHeaders(Map.of("Content-Type".toLowerCase(Locale.ROOT), type));
    return event;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode problem(APIGatewayV2HTTPResponse response) {
    return Json.mapper().readTree(response.getBody());
  }

  private List<JsonNode> logLines() {
    return platform.logged().lines().map(Json.mapper()::readTree).toList();
  }
}
