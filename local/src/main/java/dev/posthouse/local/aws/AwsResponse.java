package dev.posthouse.local.aws;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An answer.
final class AwsResponse {
  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final byte[] body;

  AwsResponse(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  static AwsResponse json(int status, JsonNode json) {
    return new AwsResponse(status, Json.bytes(json)).with("Content-Type", "application/json");
  }

  AwsResponse with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  void write(HttpExchange exchange) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
