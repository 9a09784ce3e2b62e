package dev.posthouse.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.posthouse.lambda.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/// A server that answers as the API would, in the ways a test tells it.
final class StubApi implements AutoCloseable {
  private final HttpServer http;
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final AtomicInteger drops = new AtomicInteger();
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  /// A request that came.
  record Asked(String line, Map<String, String> headers, JsonNode body) {}

  private record Reply(int status, String type, String body, Map<String, String> headers) {}

  StubApi() {
    try {
      var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::answer);
    http.start();
  }

  String url() {
    return "http://127.0.0.1:" + http.getAddress().getPort();
  }

  /// Answers requests whose line begins so, such as `GET /v1/messages/`; the longest such counts.
  StubApi on(String line, int status, String json) {
    return on(line, status, json, Map.of());
  }

  StubApi on(String line, int status, String json, Map<String, String> headers) {
    String type = status < 400 ? "application/json" : "application/problem+json";
    replies.put(line, new Reply(status, type, json, headers));
    return this;
  }

  /// Lets so many requests end without an answer.
  void drop(int requests) {
    drops.set(requests);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      byte[] body = exchange.getRequestBody().readAllBytes();
      Map<String, String> headers = new ConcurrentHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      asked.add(
          new Asked(
              line,
              headers,
              body.length == 0 ? Json.mapper().missingNode() : Json.mapper().readTree(body)));
      if (drops.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return;
      }
      Reply reply = reply(line);
      exchange.getResponseHeaders().set("content-type", reply.type());
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Reply reply(String line) {
    var fitting = new ArrayList<>(replies.keySet());
    fitting.removeIf(start -> !line.startsWith(start));
    return fitting.stream()
        .max(Comparator.comparingInt(String::length))
        .map(replies::get)
        .orElse(new Reply(404, "application/json", "{\"message\":\"Not Found\"}", Map.of()));
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
