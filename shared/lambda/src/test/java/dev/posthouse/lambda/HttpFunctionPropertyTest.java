package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever arrives, the answer is the handler's or a 4xx problem.
final class HttpFunctionPropertyTest {
  private static final int ROUNDS = 1_500;

  record Inner(String name, @Nullable Integer size) {
    Inner {
      name = Json.required("name", name);
    }
  }

  record Body(
      @Nullable List<String> to,
      @Nullable String subject,
      @Nullable Integer limit,
      @Nullable Instant at,
      @Nullable List<Inner> inner,
      @Nullable Map<String, Inner> named) {}

  /// Reads everything a request offers.
  static final class Reader extends HttpFunction {
    Reader(Platform platform) {
      super(platform, _ -> Optional.empty());
      AdminKey admin = new AdminKey("secret");
      route("GET /v1/things/{handle}", request -> read(request, admin));
      route("POST /v1/things", request -> read(request, admin));
      route("GET /files/{path+}", request -> read(request, admin));
    }

    private static HttpResponse read(HttpRequest request, AdminKey admin) {
      Map<String, Object> seen = new HashMap<>();
      seen.put("admin", admin.presentedBy(request));
      seen.put("query", request.queryAll("q"));
      seen.put("first", request.query("limit"));
      seen.put("bearer", request.bearerIfAny());
      seen.put("type", request.header("content-type"));
      seen.put("ip", request.sourceIp());
      seen.put("body", request.jsonOrEmpty(Body.class));
      seen.put("key", request.idempotencyKey(request.query("key").orElse(null)));
      if (request.route().contains("{handle}")) {
        seen.put("handle", request.param("handle"));
      }
      return HttpResponse.json(200, seen);
    }
  }

  private static final List<String> SCRAPS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "null",
          "true",
          "1e999",
          "-0",
          "1.0",
          "99999999999",
          "\"to\"",
          "\"subject\"",
          "\"limit\"",
          "\"at\"",
          "\"inner\"",
          "\"named\"",
          "\"name\"",
          "{\"to\":",
          "{\"inner\":[{\"name\":\"a\",\"size\":",
          "\\ud800",
          "\\u0000",
          "😀",
          "\ud800",
          "\u0000",
          "\r\n",
          "%",
          "%4",
          "%40",
          "%ff",
          "+",
          "&",
          "=",
          "/",
          "//",
          "..",
          "{handle}",
          "é");

  private final TestPlatform platform = new TestPlatform(Map.of());
  private final Reader reader = new Reader(platform);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyRequestIsAnsweredOrRefusedAndNeverAFault(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int answered = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      APIGatewayV2HTTPEvent event = event(random);
      APIGatewayV2HTTPResponse response = reader.handleRequest(event, null);

      assertThat(response.getStatusCode())
          .as("%s", event)
          .satisfies(
              status -> assertThat(status == 200 || (status >= 400 && status < 500)).isTrue());
      assertThat(response.getBody())
          .satisfies(body -> assertThat(Json.isWellFormed(body)).isTrue());
      assertThat(Json.mapper().readTree(response.getBody()).isObject()).isTrue();
      if (response.getStatusCode() == 200) {
        answered++;
      } else {
        refused++;
      }
    }
    assertThat(answered).isGreaterThan(ROUNDS / 50);
    assertThat(refused).isGreaterThan(ROUNDS / 50);
    assertThat(platform.logged().lines()).hasSize(ROUNDS);
  }

  private static APIGatewayV2HTTPEvent event(RandomGenerator random) {
    String route =
        switch (random.nextInt(5)) {
          case 0 -> "GET /v1/things/{handle}";
          case 1 -> "POST /v1/things";
          case 2 -> "GET /files/{path+}";
          case 3 -> "$default";
          default -> text(random);
        };
    APIGatewayV2HTTPEvent event =
        Events.event(route, random.nextBoolean() ? "/v1/things/" + text(random) : text(random));
    event.setRawQueryString(maybe(random, "q=" + text(random) + "&key=" + text(random)));
    event.setBody(maybe(random, random.nextBoolean() ? json(random) : text(random)));
    event.setIsBase64Encoded(random.nextInt(4) == 0);
    if (event.getIsBase64Encoded() && random.nextBoolean()) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      event.setBody(
          Base64.getEncoder()
              .encodeToString(
                  random.nextBoolean() ? bytes : json(random).getBytes(StandardCharsets.UTF_8)));
    }
    Map<String, String> headers = new HashMap<>();
    headers.put(
        random.nextBoolean() ? "content-type" : "Content-Type",
        random.nextInt(4) > 0 ? "application/json" : text(random));
    headers.put("authorization", maybe(random, "Bearer " + text(random)));
    headers.put("idempotency-key", maybe(random, text(random)));
    headers.put(text(random), text(random));
    event.setHeaders(random.nextInt(10) == 0 ? null : headers);
    Map<String, String> parameters = new HashMap<>();
    parameters.put("handle", maybe(random, text(random)));
    event.setPathParameters(random.nextInt(10) == 0 ? null : parameters);
    if (random.nextInt(20) == 0) {
      event.setRequestContext(null);
    }
    return event;
  }

  private static String json(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> "{\"to\":\"a\",\"limit\":3}";
      case 1 -> "{\"inner\":{\"name\":\"" + text(random) + "\"}}";
      case 2 ->
          "{\"named\":{\"" + text(random) + "\":{\"name\":\"a\"}},\"at\":\"" + text(random) + "\"}";
      default -> "{}";
    };
  }

  private static @Nullable String maybe(RandomGenerator random, String text) {
    return random.nextInt(5) == 0 ? null : text;
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(8);
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(3) == 0) {
        text.append((char) random.nextInt(0x10000));
      } else {
        text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
      }
    }
    return text.toString();
  }
}
