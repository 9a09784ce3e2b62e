package dev.posthouse.local.aws;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A request that has been read whole.
final class AwsRequest {
  private final String method;
  private final String path;
  private final Map<String, List<String>> query;
  private final Headers headers;
  private final byte[] body;

  private AwsRequest(
      String method, String path, Map<String, List<String>> query, Headers headers, byte[] body) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
  }

  static AwsRequest read(HttpExchange exchange) throws IOException {
    Map<String, List<String>> query = new LinkedHashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      query
          .computeIfAbsent(
              decoded(equals < 0 ? pair : pair.substring(0, equals)), _ -> new ArrayList<>())
          .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return new AwsRequest(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        query,
        exchange.getRequestHeaders(),
        exchange.getRequestBody().readAllBytes());
  }

  /// Percent-decoded; a plus sign stands for itself, as in paths.
  static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  String method() {
    return method;
  }

  /// As sent, still encoded.
  String path() {
    return path;
  }

  /// The parts of the path between slashes, decoded.
  List<String> segments() {
    return Stream.of(path.split("/"))
        .filter(segment -> !segment.isEmpty())
        .map(AwsRequest::decoded)
        .toList();
  }

  /// The parameters behind the question mark, each with its first value.
  Map<String, String> query() {
    Map<String, String> first = new LinkedHashMap<>();
    query.forEach((name, values) -> first.put(name, values.getFirst()));
    return first;
  }

  /// All values of a parameter.
  List<String> query(String name) {
    return query.getOrDefault(name, List.of());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  Headers headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  /// The body, an empty object if there is none.
  ///
  /// @throws AwsError `SerializationException` if it is not a JSON object
  JsonNode json() {
    try {
      JsonNode json = body.length == 0 ? Json.object() : Json.read(body);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      // Answered below.
    }
    throw new AwsError(400, "SerializationException", "the body is not a JSON object");
  }
}
