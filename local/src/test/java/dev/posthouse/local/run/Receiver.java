package dev.posthouse.local.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntSupplier;
import tools.jackson.databind.JsonNode;

/// The other end of a webhook.
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, JsonNode> taken = new LinkedHashMap<>();
  private volatile IntSupplier status = () -> 204;
  private int requests;

  private Receiver(HttpServer server) {
    this.server = server;
  }

  static Receiver start() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var receiver = new Receiver(server);
    server.setExecutor(receiver.threads);
    server.createContext("/", receiver::handle);
    server.start();
    return receiver;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /// From now on it answers so; what it answers with 2xx counts as taken.
  void answers(IntSupplier answer) {
    status = answer;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode event = LocalSystem.JSON.readTree(exchange.getRequestBody().readAllBytes());
      int answer = status.getAsInt();
      note(event, answer);
      exchange.sendResponseHeaders(answer, -1);
    }
  }

  private synchronized void note(JsonNode event, int answer) {
    requests++;
    if (answer / 100 == 2) {
      // As receivers are told to: an id that was seen is not new.
      taken.putIfAbsent(event.path("id").asString(), event);
    }
  }

  /// The events taken, in the order in which they first came.
  synchronized List<JsonNode> taken() {
    return new ArrayList<>(taken.values());
  }

  synchronized int requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
