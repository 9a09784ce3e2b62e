package dev.posthouse.local.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.posthouse.domain.sending.DnsRecord;
import dev.posthouse.local.aws.InboundMail;
import dev.posthouse.local.aws.MailSpool;
import dev.posthouse.local.store.Faults;
import dev.posthouse.local.store.Meter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What only the local run has, below `/_local/`: its clock, its mail, its DNS, its faults, its
/// meter.
///
/// Served on loopback, to callers that name a loopback host, and not to pages of other origins: a
/// browser on this machine may show anyone's page.
final class ControlRoutes implements HttpHandler {
  private static final int MESSAGE_MAX = 40 * 1024 * 1024; // bytes, as SES takes them
  private static final int MAIL_MAX = 1_000;
  private static final Duration ADVANCE_MAX = Duration.ofDays(400);
  private static final JsonMapper JSON = JsonMapper.shared();

  /// As the API writes times: to the millisecond.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  /// An answer: JSON of `body` unless a type is named.
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  private record Reply(int status, String type, byte[] body) {
    static Reply json(int status, Object body) {
      return new Reply(status, "application/json", JSON.writeValueAsBytes(body));
    }

    static Reply refused(int status, String title, String detail) {
      return new Reply(
          status,
          "application/problem+json",
          JSON.writeValueAsBytes(Map.of("status", status, "title", title, "detail", detail)));
    }
  }

  private final LocalRun run;
  private final MailSpool mail;
  private final Faults faults;
  private final Meter meter;

  ControlRoutes(LocalRun run, MailSpool mail, Faults faults, Meter meter) {
    this.run = run;
    this.mail = mail;
    this.faults = faults;
    this.meter = meter;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply;
      try {
        reply = isTrusted(exchange) ? answer(exchange) : foreign();
      } catch (IllegalArgumentException | DateTimeException | JacksonException e) {
        reply = Reply.refused(400, "Bad request", String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        reply = Reply.refused(503, "Shutting down", "The local run ends.");
      }
      var headers = exchange.getResponseHeaders();
      headers.set("content-type", reply.type());
      headers.set("cache-control", "no-store");
      headers.set("x-content-type-options", "nosniff");
      headers.set("content-security-policy", "default-src 'none'; style-src 'self'");
      boolean empty = reply.body().length == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
      if (!empty) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(reply.body());
        }
      }
    }
  }

  private Reply answer(HttpExchange exchange) throws IOException, InterruptedException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath().substring("/_local/".length());
    Map<String, String> query = query(exchange.getRequestURI());
    return switch ((method.equals("HEAD") ? "GET" : method) + " " + path) {
      case "GET clock" -> Reply.json(200, Map.of("now", TIME.format(run.now())));
      case "POST clock/advance" -> advance(json(exchange));
      case "GET mail" -> listMail(exchange, query);
      case "POST mail/inbound" -> receive(exchange, query);
      case "GET faults" -> Reply.json(200, Map.of("faults", faults.set()));
      case "POST faults" -> {
        faults.set(json(exchange));
        yield Reply.json(200, Map.of("faults", faults.set()));
      }
      case "GET dns" -> Reply.json(200, Map.of("records", run.zone().all()));
      case "PUT dns" -> publish(json(exchange));
      case "PUT zones" -> createZone(json(exchange));
      case "DELETE dns" -> {
        run.zone().remove(query.getOrDefault("name", ""));
        yield Reply.json(200, Map.of("records", run.zone().all()));
      }
      case "GET meter" -> Reply.json(200, usage());
      case "POST meter/reset" -> {
        meter.reset();
        yield Reply.json(200, usage());
      }
      case "GET style.css" ->
          new Reply(200, "text/css", MailPage.STYLE.getBytes(StandardCharsets.UTF_8));
      default ->
          method.equals("GET") && path.startsWith("mail/")
              ? oneMail(path.substring("mail/".length()))
              : Reply.refused(404, "Not found", "There is no " + method + " /_local/" + path);
    };
  }

  /// Puts records into the zone. They may be pasted as `GET …/domains` shows them.
  private Reply publish(JsonNode body) {
    if (!body.path("records").isArray()) {
      throw new IllegalArgumentException("records is missing: a list of type, name and value");
    }
    for (JsonNode record : body.path("records")) {
      run.zone()
          .publish(
              DnsRecord.Type.valueOf(record.path("type").asString("").toUpperCase(Locale.ROOT)),
              record.path("name").asString(""),
              record.path("value").asString(""));
    }
    return Reply.json(200, Map.of("records", run.zone().all()));
  }

  /// Makes a hosted zone as the operator would who keeps a customer's domain.
  private Reply createZone(JsonNode body) {
    String name = body.path("name").asString("").toLowerCase(Locale.ROOT);
    String tenant = body.path("tenant").asString("");
    if (name.isEmpty() || tenant.isEmpty()) {
      throw new IllegalArgumentException("name and tenant are needed: a domain, and tnt_…");
    }
    run.createZone(name, tenant);
    return Reply.json(200, Map.of("name", name, "tenant", tenant));
  }

  private Reply advance(JsonNode body) throws IOException, InterruptedException {
    if (!body.path("duration").isString()) {
      throw new IllegalArgumentException("duration is missing: an ISO-8601 one, such as \"P1D\"");
    }
    String text = body.path("duration").stringValue();
    Duration duration;
    try {
      duration = Duration.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("duration is not ISO-8601, such as \"P1D\": " + text, e);
    }
    if (duration.isNegative() || duration.compareTo(ADVANCE_MAX) > 0) {
      throw new IllegalArgumentException("duration must lie between 0 and 400 days: " + text);
    }
    boolean quiet = run.advance(duration);
    return Reply.json(200, Map.of("now", TIME.format(run.now()), "quiet", quiet));
  }

  private Reply listMail(HttpExchange exchange, Map<String, String> query) {
    List<MailSpool.Mail> found =
        mail.list(
            Optional.ofNullable(query.get("to")),
            Optional.ofNullable(query.get("from")),
            limit(query));
    if (wantsPage(exchange)) {
      return page(MailPage.list(found));
    }
    List<Map<String, Object>> items =
        found.stream()
            .map(each -> {
              Map<String, Object> item = new LinkedHashMap<>();
              item.put("id", each.id());
              item.put("from", each.from());
              item.put("to", each.to());
              item.put("subject", each.subject());
              item.put("at", TIME.format(each.at()));
              return item;
            })
            .toList();
    return Reply.json(200, Map.of("items", items));
  }

  private static int limit(Map<String, String> query) {
    String limit = query.getOrDefault("limit", "100");
    if (!limit.matches("[0-9]{1,4}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > MAIL_MAX) {
      throw new IllegalArgumentException("limit must be a number from 1 to " + MAIL_MAX);
    }
    return Integer.parseInt(limit);
  }

  private Reply oneMail(String path) {
    boolean raw = path.endsWith("/raw");
    String id = raw ? path.substring(0, path.length() - "/raw".length()) : path;
    Optional<MailSpool.Mail> found = mail.find(id);
    Optional<byte[]> bytes = mail.raw(id);
    if (found.isEmpty() || bytes.isEmpty()) {
      return Reply.refused(404, "Not found", "There is no mail " + id);
    }
    return raw
        ? new Reply(200, "message/rfc822", bytes.get())
        : page(MailPage.one(found.get(), bytes.get()));
  }

  private Reply receive(HttpExchange exchange, Map<String, String> query) throws IOException {
    String to = query.getOrDefault("to", "");
    if (!to.contains("@")) {
      throw new IllegalArgumentException("to is missing: the envelope's recipient");
    }
    byte[] message = exchange.getRequestBody().readNBytes(MESSAGE_MAX + 1);
    if (message.length == 0 || message.length > MESSAGE_MAX) {
      throw new IllegalArgumentException("the body must be a message of at most 40 MB");
    }
    boolean taken = run.receive(new InboundMail(message, query.getOrDefault("from", ""), to));
    String note =
        taken
            ? "Handed to the function that takes incoming mail."
            : "No function of the template takes incoming mail yet: it is only kept,"
                + " see /_local/mail.";
    return Reply.json(202, Map.of("delivered", taken, "note", note));
  }

  private Map<String, Object> usage() {
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("routes", meter.snapshot());
    usage.put("total", meter.total());
    return usage;
  }

  private static JsonNode json(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(1 << 20);
    return body.length == 0 ? JSON.missingNode() : JSON.readTree(body);
  }

  private static boolean wantsPage(HttpExchange exchange) {
    String accept = exchange.getRequestHeaders().getFirst("accept");
    return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
  }

  private static Reply page(String html) {
    return new Reply(200, "text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isTrusted(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("host");
    String origin = exchange.getRequestHeaders().getFirst("origin");
    boolean here =
        exchange.getRemoteAddress().getAddress().isLoopbackAddress()
            && host != null
            && host.matches("(127\\.0\\.0\\.1|localhost)(:[0-9]+)?");
    return here && (origin == null || origin.equals("http://" + host));
  }

  private static Reply foreign() {
    return Reply.refused(403, "Forbidden", "Only for callers on this machine.");
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> values = new LinkedHashMap<>();
    if (uri.getRawQuery() == null) {
      return values;
    }
    for (String pair : uri.getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && equals < pair.length() - 1) {
        // A plus sign in an address is a plus sign.
        String value = pair.substring(equals + 1).replace("+", "%2B");
        values.put(pair.substring(0, equals), URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return values;
  }
}
