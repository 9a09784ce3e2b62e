package dev.posthouse.mcp;

import dev.posthouse.lambda.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The API over HTTP, with the caller's own token: the same guards and the same answers as for
/// anybody else.
///
/// One object serves one tool call, and all its requests share the time that has.
final class HttpApi implements Api {
  /// Longest a request may take, unless it is one that waits.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Time for all requests of a call: an HTTP API gives up on us after 30 seconds.
  static final Duration CALL_MAX = Duration.ofSeconds(25);

  private static final int OK = 200;
  private static final int TRIES = 2;

  private final HttpClient http;
  private final URI base;
  private final String token;
  private final long deadline = System.nanoTime() + CALL_MAX.toNanos();

  /// @param base where the API is, without a slash at the end
  HttpApi(HttpClient http, URI base, String token) {
    this.http = http;
    this.base = base;
    this.token = token;
  }

  /// Where the API is.
  URI base() {
    return base;
  }

  @Override
  public Answer request(
      String method,
      String path,
      @Nullable JsonNode body,
      @Nullable String idempotencyKey,
      int patienceMs) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("authorization", "Bearer " + token)
            .header("user-agent", "posthouse-mcp")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(Json.encode(body), StandardCharsets.UTF_8));
    if (body != null) {
      request.header("content-type", "application/json");
    }
    if (idempotencyKey != null) {
      request.header("idempotency-key", idempotencyKey);
    }
    HttpResponse<byte[]> answer = send(request, PATIENCE.plusMillis(patienceMs));
    return new Answer(
        answer.statusCode(),
        json(answer.body()),
        answer.headers().firstValue("location"),
        answer.headers().firstValue("idempotent-replayed").isPresent());
  }

  @Override
  public byte[] fetch(String link) {
    HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(URI.create(link)), PATIENCE);
    if (answer.statusCode() != OK) {
      throw unavailable();
    }
    return answer.body();
  }

  /// A connection may have died while the environment was frozen. Everything asked for here may be
  /// asked twice: it reads, or has an idempotency key.
  private HttpResponse<byte[]> send(HttpRequest.Builder request, Duration patience) {
    for (int attempt = 1; ; attempt++) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        throw unavailable();
      }
      try {
        return http.send(
            request.timeout(left.compareTo(patience) < 0 ? left : patience).build(),
            BodyHandlers.ofByteArray());
      } catch (HttpTimeoutException e) {
        throw unavailable();
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw unavailable();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable();
      }
    }
  }

  private static JsonNode json(byte[] body) {
    try {
      return Json.mapper().readTree(body);
    } catch (JacksonException e) {
      return Json.mapper().missingNode();
    }
  }

  private static ToolFailure unavailable() {
    return new ToolFailure(
        "unavailable",
        "The API did not answer in time.",
        "Call again with the same arguments; a send is not done twice.");
  }
}
