package dev.posthouse.billing;

import dev.posthouse.lambda.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Posts JSON and reads JSON, within a time that holds for all of it: connecting, headers and body.
///
/// Each call has a connection of its own. One kept from an earlier call may have died while the
/// function was frozen, and a request lost in it is a payment nobody knows of.
final class JsonCall {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(2);
  private static final int ANSWER_MAX = 256 * 1024; // bytes

  private JsonCall() {}

  /// The JSON that was answered, whatever the status; empty if none came in time.
  ///
  /// @param headers further ones, such as `authorization`
  static Optional<JsonNode> post(
      URI uri, Map<String, String> headers, Object body, Duration timeout) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.encode(body)));
    headers.forEach(request::header);
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_MAX)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    try {
      return read(client, request.build(), timeout);
    } finally {
      client.shutdownNow();
    }
  }

  private static Optional<JsonNode> read(HttpClient client, HttpRequest request, Duration timeout) {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofByteArray(), ANSWER_MAX));
    try {
      byte[] body = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).body();
      return Optional.of(Json.mapper().readTree(new String(body, StandardCharsets.UTF_8)));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException) {
        return Optional.empty();
      }
      throw new IllegalStateException("a call failed in a way of its own", e.getCause());
    } catch (JacksonException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
