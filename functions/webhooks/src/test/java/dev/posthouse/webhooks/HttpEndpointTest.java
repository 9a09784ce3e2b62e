package dev.posthouse.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {
  private static final Map<String, String> HEADERS = Map.of("webhook-id", "evt_1");

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Endpoint endpoint = new HttpEndpoint(new Targets(InetAddress::getAllByName, true));
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  @Test
  void aPostArrivesAsItIsMeant() {
    var seen = new AtomicReference<String>();
    server.createContext(
        "/hook",
        exchange -> {
          try (exchange) {
            seen.set(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestHeaders().getFirst("webhook-id")
                    + " "
                    + exchange.getRequestHeaders().getFirst("content-type")
                    + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
          }
        });

    Endpoint.Response response = endpoint.post(url("/hook"), HEADERS, "{\"a\":\"ü\"}");

    assertThat(response.taken()).isTrue();
    assertThat(response.status()).isEqualTo(204);
    assertThat(seen.get()).isEqualTo("POST evt_1 application/json; charset=UTF-8 {\"a\":\"ü\"}");
  }

  @Test
  void redirectsAreNotFollowed() {
    var followed = new AtomicInteger();
    server.createContext(
        "/there",
        exchange -> {
          try (exchange) {
            followed.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.createContext(
        "/here",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("location", url("/there").toString());
            exchange.sendResponseHeaders(307, -1);
          }
        });

    Endpoint.Response response = endpoint.post(url("/here"), HEADERS, "{}");

    assertThat(response.status()).isEqualTo(307);
    assertThat(response.taken()).isFalse();
    assertThat(followed).hasValue(0);
  }

  @Test
  void anEndpointMayAskToBeLeftAlone() {
    server.createContext(
        "/busy",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("retry-after", "120");
            exchange.sendResponseHeaders(503, -1);
          }
        });

    assertThat(endpoint.post(url("/busy"), HEADERS, "{}").retryAfter())
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void anAnswerWithoutEndIsTakenAndCutShort() {
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
              out.write(new byte[8192]);
            }
          }
        });

    Endpoint.Response response = endpoint.post(url("/endless"), HEADERS, "{}");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.took()).isLessThan(HttpEndpoint.TIME_MAX);
  }

  /// A byte now and then keeps every single read in time; the request is over all the same.
  @Test
  void anAnswerInDripsIsGivenUpInTime() throws IOException {
    try (ServerSocket drips = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Future<?> dripping =
          threads.submit(() -> {
            try (Socket socket = drips.accept()) {
              OutputStream out = socket.getOutputStream();
              for (char letter : "HTTP/1.1 200 OK and so on and on and on".toCharArray()) {
                out.write(letter);
                Thread.sleep(700);
              }
            }
            return true;
          });
      URI url = URI.create("http://127.0.0.1:" + drips.getLocalPort() + "/");

      Endpoint.Response response = endpoint.post(url, HEADERS, "{}");

      assertThat(response.status()).isZero();
      assertThat(response.error()).isEqualTo("no answer within 10 s");
      assertThat(response.took()).isLessThan(HttpEndpoint.TIME_MAX.plusSeconds(3));
      dripping.cancel(true);
    }
  }

  @Test
  void noConnectionIsMadeToWhatIsNotOnTheInternet() {
    var asked = new AtomicInteger();
    server.createContext("/", _ -> asked.incrementAndGet());
    var careful = new HttpEndpoint(new Targets(InetAddress::getAllByName, false));

    Endpoint.Response response = careful.post(url("/"), HEADERS, "{}");

    assertThat(response.status()).isZero();
    assertThat(response.error()).isEqualTo("the host is not on the public internet");
    assertThat(asked).hasValue(0);
  }

  @Test
  void anEndpointThatIsNotThereIsAnAnswerToo() {
    int port = server.getAddress().getPort();
    server.stop(0);

    Endpoint.Response response =
        endpoint.post(URI.create("http://127.0.0.1:" + port + "/"), HEADERS, "{}");

    assertThat(response.status()).isZero();
    assertThat(response.error()).isEqualTo("no connection, or it broke");
  }
}
