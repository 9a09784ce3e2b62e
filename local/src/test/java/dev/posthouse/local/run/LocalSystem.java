package dev.posthouse.local.run;

import dev.posthouse.local.store.LocalTable;
import dev.posthouse.testbed.OpenApi;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The whole system running for a test, and a client that talks to it as users do.
final class LocalSystem implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LocalRun run;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  private LocalSystem(LocalRun run) {
    this.run = run;
    this.base = run.uri();
  }

  /// A system at nine in the morning, so that no test meets midnight unless it wants to. Where its
  /// API answers.
  URI uri() {
    return base;
  }

  static LocalSystem start() throws IOException {
    return with(Map.of());
  }

  /// A system that writes its whole log there.
  static LocalSystem start(PrintStream log) throws IOException {
    return start(log, Map.of(), false);
  }

  /// A system with those parameters of the template.
  static LocalSystem with(Map<String, String> parameters) throws IOException {
    return start(new PrintStream(PrintStream.nullOutputStream()), parameters, true);
  }

  private static LocalSystem start(PrintStream log, Map<String, String> parameters, boolean quiet)
      throws IOException {
    var arguments =
        new Arguments(
            0,
            Optional.empty(),
            Optional.of(Instant.parse("2031-05-14T09:00:00Z")),
            Optional.empty(),
            false,
            Optional.empty(),
            Arguments.PAY_TO,
            Optional.empty(),
            parameters,
            quiet);
    return new LocalSystem(LocalRun.start(arguments, home(), log));
  }

  /// The folder of `template.yaml`: above the module, wherever the tests are started.
  static Path home() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("template.yaml"))) {
      folder = Objects.requireNonNull(folder.getParent(), "no template.yaml above the module");
    }
    return folder;
  }

  /// Every item of the table, in any order.
  Set<Map<String, AttributeValue>> contents() {
    LocalTable table = run.table();
    return table
        .dynamoDb()
        .scanPaginator(scan -> scan.tableName(table.name()).consistentRead(true))
        .items()
        .stream()
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The system's own time.
  Instant now() {
    return run.now();
  }

  /// What came back.
  record Answer(int status, HttpResponse<String> response, JsonNode body) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  /// A tenant with an identity.
  record Account(String key, String handle) {}

  Answer call(String method, String path, String key, Object body, String... headers) {
    String text = body instanceof String already ? already : JSON.writeValueAsString(body);
    return call(method, path, key, text.getBytes(StandardCharsets.UTF_8), headers);
  }

  /// As the others, with a body of any bytes.
  Answer call(String method, String path, String key, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(PATIENCE)
            .header("authorization", "Bearer " + key)
            .header("content-type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      String text = response.body();
      demandDescribed(method, path, response);
      return new Answer(
          response.statusCode(),
          response,
          text.startsWith("{") ? JSON.readTree(text) : JSON.nullNode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Fails if `openapi.yaml` does not describe such an answer of that route.
  private static void demandDescribed(String method, String path, HttpResponse<String> response) {
    String plain = path.split("\\?", 2)[0];
    // What the gateway refuses by itself, as API Gateway does, reaches no function.
    boolean gateways =
        response.statusCode() < 500 && response.headers().firstValue("x-request-id").isEmpty();
    if (!plain.startsWith("/_local/") && !gateways) {
      Map<String, String> headers = new HashMap<>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
      OpenApi.get()
          .demand(
              method,
              plain,
              new dev.posthouse.testbed.Answer(response.statusCode(), headers, response.body()));
    }
  }

  Answer get(String path, String key) {
    return call("GET", path, key, "");
  }

  Answer post(String path, String key, Object body, String... headers) {
    return call("POST", path, key, body, headers);
  }

  /// A new tenant with a warm identity of that tier.
  Account account(String tier) {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    Answer tenant =
        expect(
            201,
            post(
                "/v1/tenants",
                LocalRun.ADMIN_KEY,
                "{\"name\":\"%s\",\"operatorEmail\":\"ops@example.com\"}".formatted(name)));
    String key = tenant.body().path("key").asString();
    String handle = name + "@" + LocalRun.DOMAIN;
    expect(
        201,
        post(
            "/v1/identities",
            key,
            "{\"handle\":\"%s\",\"displayName\":\"Ana Pool\",\"tier\":\"%s\"}"
                .formatted(handle, tier)));
    return new Account(key, handle);
  }

  Answer send(Account account, String to, String... headers) {
    return post(
        sendPath(account),
        account.key(),
        "{\"to\":\"%s\",\"subject\":\"Hello\",\"text\":\"Good morning.\"}".formatted(to),
        headers);
  }

  static String sendPath(Account account) {
    return "/v1/identities/"
        + URLEncoder.encode(account.handle(), StandardCharsets.UTF_8)
        + "/send";
  }

  Answer job(Account account, String id) {
    return expect(200, get("/v1/outbound-jobs/" + id, account.key()));
  }

  List<JsonNode> mailTo(String address) {
    var items = new ArrayList<JsonNode>();
    get("/_local/mail?limit=1000&to=" + URLEncoder.encode(address, StandardCharsets.UTF_8), "")
        .body()
        .path("items")
        .forEach(items::add);
    return items;
  }

  String raw(String id) {
    return get("/_local/mail/" + id + "/raw", "").response().body();
  }

  void advance(String duration) {
    expect(200, post("/_local/clock/advance", "", "{\"duration\":\"%s\"}".formatted(duration)));
  }

  void faults(String json) {
    Answer answer = post("/_local/faults", "", json);
    if (answer.status() >= 300) {
      throw new AssertionError(answer.status() + " " + answer.response().body());
    }
  }

  /// Waits until something holds; the caller asserts what then must be.
  static void until(BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("did not come true within " + PATIENCE);
      }
      Thread.onSpinWait();
    }
  }

  /// Does something many times at once.
  static <T> List<T> atOnce(int clients, List<Callable<T>> calls) {
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      var results = new ArrayList<T>();
      for (Future<T> future : threads.invokeAll(calls)) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  static Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError(answer.status() + " " + answer.response().body());
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    run.close();
  }
}
