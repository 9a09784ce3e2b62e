package dev.posthouse.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.trigger.Functions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GatewayTest implements Functions {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T09:00:00Z"));
  private static final Cors CORS =
      new Cors(List.of("*"), List.of("GET"), List.of("authorization"), List.of("x-a"), 60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Deque<JsonNode> events = new ArrayDeque<>();
  private Gateway gateway;
  private String answer = "{\"statusCode\":204}";

  @BeforeEach
  void start() throws IOException {
    gateway = Gateway.open(0);
    gateway.start(
        new RouteTable(
            List.of(new Route("POST", "/things/{id}", "f"), new Route("GET", "/things", "f"))),
        Optional.of(CORS),
        this,
        CLOCK,
        exchange -> {
          exchange.sendResponseHeaders(418, -1);
          exchange.close();
        });
  }

  @AfterEach
  void stop() {
    gateway.close();
    http.close();
  }

  @Override
  public Outcome invoke(String function, String label, byte[] payload) {
    events.add(JsonMapper.shared().readTree(payload));
    return answer.equals("fail")
        ? new Failed("1", "reason")
        : new Returned("1", answer.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void theEventIsPayloadFormat2() throws Exception {
    send(
        request("/things/a%40b?q=1&q=2&e=&plus=a+b%2Bc")
            .header("content-type", "application/json")
            .header("cookie", "a=b; c=d")
            .header("X-Twice", "1")
            .header("X-Twice", "2")
            .POST(HttpRequest.BodyPublishers.ofString("{\"ü\":1}")));

    JsonNode event = events.getFirst();
    assertThat(event.path("version").asString()).isEqualTo("2.0");
    assertThat(event.path("routeKey").asString()).isEqualTo("POST /things/{id}");
    assertThat(event.path("rawPath").asString()).isEqualTo("/things/a@b");
    assertThat(event.path("rawQueryString").asString()).isEqualTo("q=1&q=2&e=&plus=a+b%2Bc");
    assertThat(event.path("queryStringParameters").toString())
        .isEqualTo("{\"q\":\"1,2\",\"e\":\"\",\"plus\":\"a b+c\"}");
    assertThat(event.path("pathParameters").toString()).isEqualTo("{\"id\":\"a@b\"}");
    assertThat(event.path("cookies").toString()).isEqualTo("[\"a=b\",\"c=d\"]");
    assertThat(event.path("headers").path("x-twice").asString()).isEqualTo("1,2");
    assertThat(event.path("headers").has("cookie")).isFalse();
    assertThat(event.path("body").asString()).isEqualTo("{\"ü\":1}");
    assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
    JsonNode context = event.path("requestContext");
    assertThat(context.path("http").path("method").asString()).isEqualTo("POST");
    assertThat(context.path("http").path("sourceIp").asString()).isEqualTo("127.0.0.1");
    assertThat(context.path("time").asString()).isEqualTo("01/Mar/2026:09:00:00 +0000");
    assertThat(context.path("timeEpoch").asLong()).isEqualTo(CLOCK.millis());
    assertThat(context.path("requestId").asString()).isNotEmpty();
  }

  @Test
  void aBodyThatIsNoTextComesInBase64() throws Exception {
    byte[] body = {0, 1, (byte) 0xff};
    send(
        request("/things/1")
            .header("content-type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));

    assertThat(events.getFirst().path("isBase64Encoded").asBoolean()).isTrue();
    assertThat(Base64.getDecoder().decode(events.getFirst().path("body").asString()))
        .isEqualTo(body);
  }

  @Test
  void anAnswerIsGivenAsItIs() throws Exception {
    answer =
        """
        {"statusCode":201,"headers":{"X-A":"1"},"cookies":["a=b; Secure","c=d"],
         "body":"aMO8","isBase64Encoded":true}
        """;
    HttpResponse<String> response = send(request("/things"));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.headers().firstValue("x-a")).contains("1");
    assertThat(response.headers().allValues("set-cookie")).containsExactly("a=b; Secure", "c=d");
    assertThat(response.body()).isEqualTo("hü");
  }

  @Test
  void anAnswerWithoutStatusIsTheBodyOfASuccess() throws Exception {
    answer = "{\"a\":1}";
    HttpResponse<String> response = send(request("/things"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains("application/json");
    assertThat(response.body()).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @CsvSource({"fail", "'{\"statusCode\":9}'", "'no JSON'"})
  void aFunctionThatFailsIsA500(String returned) throws Exception {
    answer = returned;

    HttpResponse<String> response = send(request("/things"));

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).isEqualTo("{\"message\":\"Internal Server Error\"}");
  }

  @Test
  void whereThereIsNoRouteTheGatewayAnswers() throws Exception {
    assertThat(send(request("/nothing")).statusCode()).isEqualTo(404);
    assertThat(send(request("/things").DELETE()).statusCode()).isEqualTo(404);
    assertThat(send(request("/_local/x")).statusCode()).isEqualTo(418);
    assertThat(events).isEmpty();
  }

  @Test
  void theGatewaysLimitsHold() throws Exception {
    HttpRequest.Builder tooLarge =
        request("/things/1")
            .header("content-type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[HttpCall.BODY_MAX + 1]));
    HttpRequest.Builder tooMuch = request("/things").header("x-long", "a".repeat(11_000));

    assertThat(send(tooLarge).statusCode()).isEqualTo(413);
    assertThat(send(tooMuch).statusCode()).isEqualTo(431);
    assertThat(events).isEmpty();
  }

  @Test
  void browsersAreAnsweredByTheGateway() throws Exception {
    HttpResponse<String> preflight =
        send(
            request("/things/1")
                .header("origin", "https://example.com")
                .header("access-control-request-method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    HttpResponse<String> answered =
        send(request("/things").header("origin", "https://example.com"));

    assertThat(preflight.statusCode()).isEqualTo(204);
    assertThat(preflight.headers().firstValue("access-control-allow-methods")).contains("GET");
    assertThat(answered.headers().firstValue("access-control-allow-origin")).contains("*");
    assertThat(answered.headers().firstValue("access-control-expose-headers")).contains("x-a");
    assertThat(events).hasSize(1);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(gateway.uri() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
