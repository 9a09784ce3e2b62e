package dev.posthouse.local.run;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `./posthouse local` as a process of its own, which can be killed.
final class LocalProcess implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final String key;

  private LocalProcess(Process process, JsonNode ready) {
    this.process = process;
    this.base = URI.create(ready.path("baseUrl").asString());
    this.key = ready.path("tenantKey").asString();
  }

  /// Starts it over a data folder, with the demo in it; when this returns, it answers.
  static LocalProcess start(Path data, Path ready) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dslf4j.internal.verbosity=ERROR",
                "-Dposthouse.home=" + LocalSystem.home(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "local",
                "--port=0",
                "--quiet",
                "--data=" + data,
                "--ready-file=" + ready)
            .inheritIO()
            .start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.exists(ready)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new AssertionError("posthouse local did not start");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return new LocalProcess(process, JSON.readTree(Files.readAllBytes(ready)));
  }

  /// Makes an identity of the demo's tenant.
  void identity(String handle, String tier) throws IOException {
    call(
        "POST",
        "/v1/identities",
        "{\"handle\":\"%s\",\"displayName\":\"Kill Test\",\"tier\":\"%s\"}"
            .formatted(handle, tier));
  }

  /// Sends a mail from an identity.
  ///
  /// @return the job, if it was accepted
  /// @throws IOException if the process is gone
  String send(String identity, String to, String idempotencyKey) throws IOException {
    String body = "{\"to\":\"%s\",\"subject\":\"Hello\",\"text\":\"Hi.\"}".formatted(to);
    return call(
            "POST", "/v1/identities/" + identity + "/send", body, "idempotency-key", idempotencyKey)
        .path("outboundJobId")
        .asString();
  }

  JsonNode job(String id) throws IOException {
    return call("GET", "/v1/outbound-jobs/" + id, "");
  }

  JsonNode mail() throws IOException {
    return call("GET", "/_local/mail?limit=1000", "").path("items");
  }

  void advance(String duration) throws IOException {
    call("POST", "/_local/clock/advance", "{\"duration\":\"%s\"}".formatted(duration));
  }

  private JsonNode call(String method, String path, String body, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new AssertionError(method + " " + path + ": " + answer.statusCode() + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// As `kill -9` does; nothing of the process runs any more when this returns.
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
    http.close();
  }
}
