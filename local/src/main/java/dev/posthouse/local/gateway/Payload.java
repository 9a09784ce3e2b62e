package dev.posthouse.local.gateway;

import dev.posthouse.local.trigger.LocalArn;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Builds the event of an HTTP request, payload format 2.0.
final class Payload {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Payload() {}

  /// The event, as JSON.
  ///
  /// @param port on which the request came in
  static byte[] of(HttpCall call, RouteTable.Match match, String requestId, Instant now, int port) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0");
    event.put("routeKey", match.route().key());
    // An HTTP API decodes it, unlike a REST API.
    event.put("rawPath", RouteTable.decode(call.path()));
    event.put("rawQueryString", call.query());
    if (!call.cookies().isEmpty()) {
      call.cookies().forEach(event.putArray("cookies")::add);
    }
    ObjectNode headers = event.putObject("headers");
    call.headers().forEach(headers::put);
    headers.put("x-forwarded-for", call.sourceIp());
    headers.put("x-forwarded-port", Integer.toString(port));
    headers.put("x-forwarded-proto", "http");
    Map<String, String> query = query(call.query());
    if (!query.isEmpty()) {
      query.forEach(event.putObject("queryStringParameters")::put);
    }
    if (!match.pathParameters().isEmpty()) {
      match.pathParameters().forEach(event.putObject("pathParameters")::put);
    }
    context(event.putObject("requestContext"), call, match, requestId, now);
    Optional<String> text = text(call);
    if (call.body().length > 0) {
      event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(call.body())));
    }
    event.put("isBase64Encoded", call.body().length > 0 && text.isEmpty());
    return JSON.writeValueAsBytes(event);
  }

  private static void context(
      ObjectNode context, HttpCall call, RouteTable.Match match, String requestId, Instant now) {
    context.put("accountId", LocalArn.ACCOUNT);
    context.put("apiId", "local");
    context.put("domainName", call.header("host"));
    context.put("domainPrefix", "local");
    ObjectNode http = context.putObject("http");
    http.put("method", call.method());
    http.put("path", RouteTable.decode(call.path()));
    http.put("protocol", call.protocol());
    http.put("sourceIp", call.sourceIp());
    http.put("userAgent", call.header("user-agent"));
    context.put("requestId", requestId);
    context.put("routeKey", match.route().key());
    context.put("stage", "$default");
    context.put("time", TIME.format(now));
    context.put("timeEpoch", now.toEpochMilli());
  }

  /// Values of one name are joined by commas.
  private static Map<String, String> query(String query) {
    Map<String, String> values = new LinkedHashMap<>();
    if (query.isEmpty()) {
      return values;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!name.isEmpty()) {
        values.merge(decode(name), decode(value), (first, second) -> first + "," + second);
      }
    }
    return values;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /// The body as text, empty if API Gateway would hand it over in Base64.
  private static Optional<String> text(HttpCall call) {
    String type = call.header("content-type").toLowerCase(Locale.ROOT);
    int end = type.indexOf(';');
    String media = (end < 0 ? type : type.substring(0, end)).strip();
    boolean textual =
        media.isEmpty()
            || media.startsWith("text/")
            || media.equals("application/json")
            || media.equals("application/xml")
            || media.equals("application/javascript")
            || media.endsWith("+json")
            || media.endsWith("+xml");
    if (!textual) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(call.body())).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
