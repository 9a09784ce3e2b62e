package dev.posthouse.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// A request as it came in.
///
/// @param path still percent-encoded
/// @param query still percent-encoded, empty if there is none
/// @param headers by name in lower case; several of one name joined by commas, cookies left out
/// @param cookies as `name=value`
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record HttpCall(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    List<String> cookies,
    byte[] body,
    String sourceIp,
    String protocol) {
  /// Largest body, in bytes: API Gateway's limit.
  static final int BODY_MAX = 10 * 1024 * 1024;

  /// Largest sum of all header lines, in bytes: API Gateway's limit.
  static final int HEADERS_MAX = 10_240;

  /// Reads a request; of a body that is too large, one byte more than may be.
  static HttpCall read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    List<String> cookies =
        exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
            .flatMap(line -> Arrays.stream(line.split(";", -1)))
            .map(String::strip)
            .filter(cookie -> !cookie.isEmpty())
            .toList();
    headers.remove("cookie");
    return new HttpCall(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
        headers,
        cookies,
        exchange.getRequestBody().readNBytes(BODY_MAX + 1),
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        exchange.getProtocol());
  }

  int headerBytes() {
    return headers.entrySet().stream()
        .mapToInt(header -> header.getKey().length() + header.getValue().length() + 4)
        .sum();
  }

  /// A header's value, empty if there is none.
  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
