package dev.posthouse.mcp;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.posthouse.lambda.HttpFunction;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Our endpoint with the conformance suite's fixtures, on a port of its own.
///
/// `local/mcp-conformance/run.sh` starts it.
public final class ConformanceServer {
  private final ConformanceFixtures fixtures = new ConformanceFixtures();
  private final HttpFunction function = new Fixed(fixtures.endpoint());

  private ConformanceServer() {}

  /// Runs until it is told to end.
  ///
  /// @param arguments the file that the port is written to
  public static void main(String[] arguments) throws IOException {
    var server = new ConformanceServer();
    var loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpServer http = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    http.createContext("/mcp", server::answer);
    http.start();
    Path file = Path.of(arguments[0]);
    Path written =
        Files.writeString(
            file.resolveSibling(file.getFileName() + ".new"),
            Integer.toString(http.getAddress().getPort()));
    Files.move(written, file);
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      APIGatewayV2HTTPResponse response = function.handleRequest(event(exchange), null);
      List<ObjectNode> told = fixtures.told();
      String body = Optional.ofNullable(response.getBody()).orElse("");
      response
          .getHeaders()
          .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      if (!told.isEmpty()) {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        var stream = new StringBuilder();
        told.forEach(each -> stream.append("data: ").append(each).append("\n\n"));
        body = stream.append("data: ").append(body).append("\n\n").toString();
      }
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(response.getStatusCode(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static APIGatewayV2HTTPEvent event(HttpExchange exchange) throws IOException {
    var http = new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod(exchange.getRequestMethod());
    var context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setRequestId("suite");
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    var event = new APIGatewayV2HTTPEvent();
    event.setRouteKey(exchange.getRequestMethod() + " /mcp");
    event.setRawPath("/mcp");
    event.setRequestContext(context);
    event.setHeaders(headers);
    event.setBody(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    return event;
  }

  /// The function, with another endpoint than that of mail.
  private static final class Fixed extends HttpFunction {
    Fixed(McpEndpoint endpoint) {
      super(new QuietPlatform(), _ -> Optional.empty());
      var origins = new Origins("");
      route(
          "POST /mcp",
          request -> {
            origins.check(request);
            return endpoint.answer(request);
          });
    }
  }
}
