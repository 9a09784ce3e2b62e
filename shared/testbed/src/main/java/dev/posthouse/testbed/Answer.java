package dev.posthouse.testbed;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.posthouse.lambda.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a function answered.
///
/// @param headers names in lower case
/// @param content the body as text, empty where there is none
public record Answer(int status, Map<String, String> headers, String content) {
  static Answer of(APIGatewayV2HTTPResponse response) {
    String body = Objects.requireNonNullElse(response.getBody(), "");
    return new Answer(
        response.getStatusCode(),
        Objects.requireNonNullElse(response.getHeaders(), Map.of()),
        response.getIsBase64Encoded()
            ? new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8)
            : body);
  }

  /// The body as JSON, a missing node where there is none.
  public JsonNode body() {
    return content.isEmpty()
        ? JsonNodeFactory.instance.missingNode()
        : Json.mapper().readTree(content);
  }

  /// A field at the top of the body, empty if it is not there.
  public String text(String field) {
    return body().path(field).asString("");
  }

  /// A header, by its name in lower case.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /// The fields a 400 names.
  public List<String> fields() {
    return body()
        .path("errors")
        .valueStream()
        .map(error -> error.path("field").asString(""))
        .toList();
  }
}
