package dev.posthouse.local.gateway;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.posthouse.local.trigger.Functions;
import dev.posthouse.local.trigger.Functions.Failed;
import dev.posthouse.local.trigger.Functions.Outcome;
import dev.posthouse.local.trigger.Functions.Returned;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An HTTP API on a loopback port, which calls the functions behind its routes.
///
/// It answers by itself as API Gateway does: 404 where there is no route, also for a method that no
/// route has; 413 and 431 above its limits; 500 when a function fails; 503 when it takes too long.
public final class Gateway implements AutoCloseable {
  /// How long API Gateway waits for a function.
  static final Duration WAIT_MAX = Duration.ofSeconds(30);

  /// Largest event and largest answer of a function, in bytes: Lambda's limit.
  static final int PAYLOAD_MAX = 6 * 1024 * 1024;

  // Connections that may wait while the system starts.
  private static final int BACKLOG = 1_024;

  static {
    // Read once, when the server's classes load. Without it small answers wait 40 ms for an ACK.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Gateway(HttpServer server) {
    this.server = server;
  }

  /// Takes a port of 127.0.0.1; who connects waits until [#start].
  ///
  /// @param port 0 for any free one
  /// @throws IOException if the port is taken
  public static Gateway open(int port) throws IOException {
    var address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    return new Gateway(HttpServer.create(address, BACKLOG));
  }

  /// Where it listens, `http://127.0.0.1:port`.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Begins to answer.
  ///
  /// @param control answers everything below `/_local/`
  public void start(
      RouteTable routes,
      Optional<Cors> cors,
      Functions functions,
      InstantSource clock,
      HttpHandler control) {
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            HttpCall call = HttpCall.read(exchange);
            String requestId = UUID.randomUUID().toString();
            Answer answer = preflightOr(call, routes, cors, functions, clock, requestId);
            write(exchange, answer.with(Map.of("apigw-requestid", requestId)));
          }
        });
    server.createContext("/_local/", control);
    server.start();
  }

  private Answer preflightOr(
      HttpCall call,
      RouteTable routes,
      Optional<Cors> cors,
      Functions functions,
      InstantSource clock,
      String requestId) {
    String origin = call.header("origin");
    if (cors.isEmpty() || origin.isEmpty()) {
      return answer(call, routes, functions, clock, requestId);
    }
    if (call.method().equals("OPTIONS")
        && !call.header("access-control-request-method").isEmpty()) {
      return new Answer(204, cors.get().onPreflight(origin), List.of(), new byte[0]);
    }
    return answer(call, routes, functions, clock, requestId).with(cors.get().onAnswer(origin));
  }

  private Answer answer(
      HttpCall call,
      RouteTable routes,
      Functions functions,
      InstantSource clock,
      String requestId) {
    if (call.headerBytes() > HttpCall.HEADERS_MAX) {
      return Answer.message(431, "Request Header Fields Too Large");
    }
    if (call.body().length > HttpCall.BODY_MAX) {
      return Answer.message(413, "Request Entity Too Large");
    }
    Optional<RouteTable.Match> match;
    byte[] event;
    try {
      match = routes.find(call.method(), call.path());
      if (match.isEmpty()) {
        return Answer.message(404, "Not Found");
      }
      int port = server.getAddress().getPort();
      event = Payload.of(call, match.get(), requestId, clock.instant(), port);
    } catch (IllegalArgumentException brokenEncoding) {
      return Answer.message(400, "Bad Request");
    }
    if (event.length > PAYLOAD_MAX) {
      return Answer.message(413, "Request Entity Too Large");
    }
    Route route = match.get().route();
    CompletableFuture<Outcome> outcome =
        CompletableFuture.supplyAsync(
            () -> functions.invoke(route.function(), route.key(), event), threads);
    try {
      return switch (outcome.get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        case Returned(_, byte[] payload) when payload.length <= PAYLOAD_MAX -> Answer.of(payload);
        case Returned _, Failed _ -> Answer.message(500, "Internal Server Error");
      };
    } catch (TimeoutException e) {
      return Answer.message(503, "Service Unavailable");
    } catch (ExecutionException e) {
      return Answer.message(500, "Internal Server Error");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.message(503, "Service Unavailable");
    }
  }

  private static void write(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    answer.headers().forEach(headers::set);
    answer.cookies().forEach(cookie -> headers.add("set-cookie", cookie));
    boolean empty =
        answer.body().length == 0
            || answer.status() == 204
            || answer.status() == 304
            || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
    if (!empty) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    }
  }

  /// Stops to listen; what is being answered is cut off.
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
