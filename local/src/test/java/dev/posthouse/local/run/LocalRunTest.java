package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The machinery of the local run, around a small system of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class LocalRunTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private LocalRun run;

  @BeforeAll
  void start() throws Exception {
    run = start("--port", "0", "--clock", "2026-03-01T09:00:30Z");
  }

  @AfterAll
  void stop() throws IOException {
    run.close();
    http.close();
  }

  @Test
  void aWriteWakesTheStreamsFunctionAtOnce() throws Exception {
    call(run, "POST", "/notes/a%40example.com?x=1", "hello");
    long start = System.nanoTime();

    assertThat(awaited(run, "/notes/a%40example.com?of=copy").body()).isEqualTo("hello");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void whatTheFunctionCannotTakeEndsInTheQueueAndTheRestIsDone() throws Exception {
    call(run, "POST", "/notes/p1", "poison");
    call(run, "POST", "/notes/p2", "good");

    assertThat(awaited(run, "/notes/p2?of=copy").body()).isEqualTo("good");
    JsonNode notice = JsonMapper.shared().readTree(awaited(run, "/notes/last?of=rescued").body());
    assertThat(notice.at("/requestContext/condition").asString())
        .isEqualTo("RetryAttemptsExhausted");
    assertThat(notice.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(1);
  }

  @Test
  void aDayOfMinutesTakesSecondsAndRunsEachMinuteAtItsTime() throws Exception {
    try (LocalRun own = start("--port", "0", "--clock", "2026-03-01T09:00:30Z")) {
      long start = System.nanoTime();

      JsonNode answer = json(call(own, "POST", "/_local/clock/advance", "{\"duration\":\"P1D\"}"));

      assertThat(answer.path("quiet").asBoolean()).isTrue();
      assertThat(Instant.parse(answer.path("now").asString()))
          .isBetween(Instant.parse("2026-03-02T09:00:30Z"), Instant.parse("2026-03-02T09:01:00Z"));
      assertThat(call(own, "GET", "/notes/ticks?of=count", "").body())
          .startsWith("1440 2026-03-02T09:00:");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void aRestartWithDataGoesOnWhereItStopped(@TempDir Path folder) throws Exception {
    String data = folder.resolve("data").toString();
    try (LocalRun first = start("--port", "0", "--data", data)) {
      call(first, "POST", "/notes/kept", "hello");
      awaited(first, "/notes/kept?of=copy");
      json(call(first, "POST", "/_local/clock/advance", "{\"duration\":\"PT2H\"}"));
    }
    try (LocalRun second = start("--port", "0", "--data", data)) {
      assertThat(call(second, "GET", "/notes/kept", "").body()).isEqualTo("hello");
      assertThat(second.now()).isAfter(Instant.now().plus(Duration.ofHours(1)));
    }
  }

  @Test
  void theMeterCountsByRoute() throws Exception {
    call(run, "POST", "/notes/metered", "hello");

    JsonNode meter = json(call(run, "GET", "/_local/meter", ""));

    assertThat(meter.path("routes").path("POST /notes/{id}").path("calls").asInt()).isPositive();
  }

  @Test
  void pagesOfOtherOriginsCannotControlTheRun() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(run.uri().resolve("/_local/clock/advance"))
            .header("origin", "https://example.com")
            .POST(HttpRequest.BodyPublishers.ofString("{\"duration\":\"P1D\"}"))
            .build();

    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void aDurationThatIsNoneIsRefused() throws Exception {
    for (String body :
        List.of("", "{}", "{\"duration\":\"1d\"}", "{\"duration\":\"-PT1S\"}", "[")) {
      HttpResponse<String> answer = call(run, "POST", "/_local/clock/advance", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
    }
  }

  @Test
  void incomingMailWithoutATakerIsKeptAndShown() throws Exception {
    String message =
        "From: a@example.com\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n\r\n<b>Hi</b>\r\n";
    HttpResponse<String> answer =
        call(run, "POST", "/_local/mail/inbound?from=a@example.com&to=b%2Bc@example.com", message);
    JsonNode items = json(call(run, "GET", "/_local/mail?to=b%2Bc@example.com", "")).path("items");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(items).hasSize(1);
    assertThat(items.get(0).path("subject").asString()).isEqualTo("Grüße");
    String id = items.get(0).path("id").asString();
    assertThat(call(run, "GET", "/_local/mail/" + id + "/raw", "").body()).isEqualTo(message);
    assertThat(call(run, "GET", "/_local/mail/" + id, "").body()).contains("&lt;b&gt;Hi&lt;/b&gt;");
  }

  private static LocalRun start(String... flags) throws Exception {
    return LocalRun.start(Arguments.parse(List.of(flags)), home(), System.err);
  }

  private static Path home() throws URISyntaxException {
    URI template =
        Objects.requireNonNull(LocalRunTest.class.getResource("/fake/template.yaml")).toURI();
    return Objects.requireNonNull(Path.of(template).getParent());
  }

  private HttpResponse<String> call(LocalRun of, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(of.uri() + path))
            .header("content-type", "text/plain")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> awaited(LocalRun of, String path)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    HttpResponse<String> answer = call(of, "GET", path, "");
    while (answer.statusCode() != 200 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      answer = call(of, "GET", path, "");
    }
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body());
  }
}
