package dev.posthouse.billing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A facilitator and a node of the chain it works on, over HTTP. The chain takes each nonce of a
/// payer once; the facilitator can be told to fail as real ones do.
final class FakeX402 implements AutoCloseable {
  /// Ways to fail.
  enum Mode {
    HTTP500,
    HTML502,
    /// The connection ends without an answer.
    DROP,
    GARBAGE,
    /// JSON that says neither yes nor no.
    BAD_SHAPE,
    TOO_MANY,
    /// As the three of those names, but the work is done.
    HTTP500_AFTER,
    DROP_AFTER,
    GARBAGE_AFTER,
    /// Sent to the chain, and carried out there; the answer says it is not known yet.
    PENDING_AFTER,
    /// No, with the reason given.
    REJECT,
    /// The same, with the status 400.
    REJECT_400,
    /// Yes, for another payer.
    OTHER_PAYER,
    /// Yes, on another network.
    OTHER_NETWORK,
    /// Yes, without a transaction.
    NO_TRANSACTION
  }

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String USED =
      "0x98de503528ee59b575ef0c0a2576a82497bfc029a5685b209e9ec333479b10a5";
  private static final String TRANSFER =
      "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef";

  /// A payment on the chain.
  ///
  /// @param to who got it
  record Paid(
      String from, String nonce, String to, String value, String asset, String transaction) {}

  private record Fault(Mode mode, String reason) {}

  private final HttpServer server;
  private final Supplier<Instant> clock;
  private final Map<String, Paid> chain = new LinkedHashMap<>();
  private final Map<String, Queue<Fault>> faults = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final List<JsonNode> bodies = new ArrayList<>();
  private final List<@Nullable String> authorizations = new ArrayList<>();
  private boolean nodeFails;
  private String alongside = "0x" + "0".repeat(40);

  FakeX402(Supplier<Instant> clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/verify", exchange -> serve(exchange, "verify"));
    server.createContext("/settle", exchange -> serve(exchange, "settle"));
    server.createContext("/node", this::node);
    server.start();
  }

  String facilitator() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String node() {
    return facilitator() + "/node";
  }

  /// Makes the next call of an operation fail.
  synchronized void fail(String operation, Mode mode) {
    fail(operation, mode, "");
  }

  synchronized void fail(String operation, Mode mode, String reason) {
    faults.computeIfAbsent(operation, key -> new ArrayDeque<>()).add(new Fault(mode, reason));
  }

  /// Whether the node answers nothing.
  synchronized void failNode(boolean fails) {
    nodeFails = fails;
  }

  /// The operations that were asked for, in order.
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized List<JsonNode> bodies() {
    return List.copyOf(bodies);
  }

  /// The authorization header of each call, null where there was none.
  synchronized List<@Nullable String> authorizations() {
    return new ArrayList<>(authorizations);
  }

  synchronized List<Paid> paid() {
    return List.copyOf(chain.values());
  }

  /// Somebody uses a nonce for something else.
  synchronized void use(String from, String nonce, String asset, String to, String value) {
    carryOut(from, nonce, asset, to, value);
  }

  /// Every transaction pays the same once more, to that account, further on.
  synchronized void alongside(String to) {
    alongside = to;
  }

  private void serve(HttpExchange exchange, String operation) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      @Nullable Answer answer;
      synchronized (this) {
        calls.add(operation);
        bodies.add(request);
        authorizations.add(exchange.getRequestHeaders().getFirst("authorization"));
        Queue<Fault> waiting = faults.get(operation);
        Fault fault = waiting == null ? null : waiting.poll();
        answer = fault == null ? work(operation, request) : fail(fault, operation, request);
      }
      if (answer != null) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("content-type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private record Answer(int status, String body) {
    static Answer json(Map<String, Object> body) {
      return new Answer(200, JSON.writeValueAsString(body));
    }
  }

  private @Nullable Answer fail(Fault fault, String operation, JsonNode request) {
    boolean settle = operation.equals("settle");
    if (fault.mode().name().endsWith("_AFTER")) {
      Answer done = work(operation, request);
      return switch (fault.mode()) {
        case HTTP500_AFTER -> new Answer(500, "{\"error\":\"late\"}");
        case GARBAGE_AFTER -> new Answer(200, "{\"success\": tru");
        case PENDING_AFTER ->
            new Answer(
                200,
                done.body()
                    .replace("true", "false")
                    .replace("{", "{\"errorReason\":\"settlement_pending\","));
        default -> null;
      };
    }
    String no =
        settle
            ? "{\"success\":false,\"errorReason\":\"%s\",\"transaction\":\"\",\"network\":\"\"}"
            : "{\"isValid\":false,\"invalidReason\":\"%s\"}";
    return switch (fault.mode()) {
      case HTTP500 -> new Answer(500, "{\"error\":\"Cannot read properties of undefined\"}");
      case HTML502 -> new Answer(502, "<html><body>502 Bad Gateway</body></html>");
      case GARBAGE -> new Answer(200, "{\"success\": tru");
      case BAD_SHAPE -> new Answer(200, "{\"ok\":true,\"valid\":\"yes\"}");
      case TOO_MANY -> new Answer(429, "{\"error\":\"rate limited\"}");
      case REJECT -> new Answer(200, no.formatted(fault.reason()));
      case REJECT_400 -> new Answer(400, no.formatted(fault.reason()));
      case OTHER_PAYER ->
          new Answer(
              200,
              yes(operation, request)
                  .replaceAll("\"payer\":\"0x.{40}\"", "\"payer\":\"0x" + "9".repeat(40) + "\""));
      case OTHER_NETWORK ->
          new Answer(200, yes(operation, request).replace("eip155:84532", "eip155:1"));
      case NO_TRANSACTION ->
          new Answer(200, yes(operation, request).replaceAll("0x[0-9a-f]{64}", ""));
      default -> null;
    };
  }

  private String yes(String operation, JsonNode request) {
    return work(operation, request).body();
  }

  private Answer work(String operation, JsonNode request) {
    JsonNode authorization = request.path("paymentPayload").path("payload").path("authorization");
    JsonNode requirement = request.path("paymentRequirements");
    String from = authorization.path("from").asString();
    String nonce = authorization.path("nonce").asString();
    boolean used = chain.containsKey(key(from, nonce));
    if (operation.equals("verify")) {
      return Answer.json(
          used
              ? Map.of("isValid", false, "invalidReason", Facilitator.NONCE_USED, "payer", from)
              : Map.of("isValid", true, "payer", from));
    }
    String network = requirement.path("network").asString();
    if (used) {
      return Answer.json(
          Map.of(
              "success",
              false,
              "errorReason",
              Facilitator.NONCE_USED,
              "transaction",
              "",
              "network",
              network,
              "payer",
              from));
    }
    var validBefore = new BigInteger(authorization.path("validBefore").asString());
    if (validBefore.compareTo(BigInteger.valueOf(clock.get().getEpochSecond())) <= 0) {
      return Answer.json(
          Map.of(
              "success",
              false,
              "errorReason",
              "invalid_exact_evm_payload_authorization_valid_before",
              "transaction",
              "",
              "network",
              network,
              "payer",
              from));
    }
    Paid paid =
        carryOut(
            from,
            nonce,
            requirement.path("asset").asString(),
            authorization.path("to").asString(),
            authorization.path("value").asString());
    return Answer.json(
        Map.of(
            "success", true, "transaction", paid.transaction(), "network", network, "payer", from));
  }

  private Paid carryOut(String from, String nonce, String asset, String to, String value) {
    String transaction = "0x" + String.format(Locale.ROOT, "%064x", chain.size() + 1);
    Paid paid = new Paid(from, nonce, to, value, asset, transaction);
    chain.put(key(from, nonce), paid);
    return paid;
  }

  private static String key(String from, String nonce) {
    return (from + nonce).toLowerCase(Locale.ROOT);
  }

  private void node(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      @Nullable String result;
      synchronized (this) {
        result =
            nodeFails ? null : result(request.path("method").asString(), request.path("params"));
      }
      byte[] body =
          ("{\"jsonrpc\":\"2.0\",\"id\":1,"
                  + (result == null
                      ? "\"error\":{\"code\":-32000}}"
                      : "\"result\":" + result + "}"))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private @Nullable String result(String method, JsonNode parameters) {
    return switch (method) {
      case "eth_chainId" -> "\"0x14a34\"";
      case "eth_getBlockByNumber" ->
          "{\"number\":\"0x1388\",\"timestamp\":\"0x%x\"}".formatted(clock.get().getEpochSecond());
      case "eth_call" -> {
        String data = parameters.path(0).path("data").asString();
        String from = "0x" + data.substring(34, 74);
        String nonce = "0x" + data.substring(74);
        yield "\"0x%064x\"".formatted(chain.containsKey(key(from, nonce)) ? 1 : 0);
      }
      case "eth_getLogs" -> {
        JsonNode topics = parameters.path(0).path("topics");
        Paid paid =
            chain.get(
                key("0x" + topics.path(1).asString().substring(26), topics.path(2).asString()));
        yield paid == null
            ? "[]"
            : "[{\"transactionHash\":\"%s\",\"logIndex\":\"0x1\"}]".formatted(paid.transaction());
      }
      case "eth_getTransactionReceipt" -> receipt(parameters.path(0).asString());
      default -> null;
    };
  }

  private String receipt(String transaction) {
    Paid paid =
        chain.values().stream()
            .filter(each -> each.transaction().equals(transaction))
            .findFirst()
            .orElseThrow();
    String zeros = "0".repeat(24);
    return """
    {"status":"0x1","logs":[
      {"address":"%1$s","logIndex":"0x1","topics":["%2$s"],"data":"0x"},
      {"address":"%1$s","logIndex":"0x4","topics":["%3$s","0x%7$s%4$s","0x%7$s%8$s"],
       "data":"0x%6$064x"},
      {"address":"%1$s","logIndex":"0x2","topics":["%3$s","0x%7$s%4$s","0x%7$s%5$s"],
       "data":"0x%6$064x"}]}
    """
        .formatted(
            paid.asset(),
            USED,
            TRANSFER,
            paid.from().substring(2).toLowerCase(Locale.ROOT),
            paid.to().substring(2).toLowerCase(Locale.ROOT),
            Long.parseLong(paid.value()),
            zeros,
            alongside.substring(2).toLowerCase(Locale.ROOT));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
