package dev.posthouse.local.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP answer.
///
/// @param headers by name in lower case
/// @param cookies values of `set-cookie`
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record Answer(int status, Map<String, String> headers, List<String> cookies, byte[] body) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// One of API Gateway's own.
  static Answer message(int status, String message) {
    return json(status, JSON.writeValueAsBytes(Map.of("message", message)));
  }

  /// What a function returned, payload format 2.0.
  static Answer of(byte[] returned) {
    JsonNode answer;
    try {
      answer = JSON.readTree(returned);
    } catch (JacksonException e) {
      return message(500, "Internal Server Error");
    }
    if (!answer.has("statusCode")) {
      // Whatever it is then is the body of a success.
      String text = answer.isString() ? answer.stringValue() : answer.toString();
      return json(200, text.getBytes(StandardCharsets.UTF_8));
    }
    int status = answer.path("statusCode").asInt(0);
    if (status < 200 || status > 599) {
      return message(500, "Internal Server Error");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "text/plain; charset=utf-8");
    answer
        .path("headers")
        .properties()
        .forEach(header ->
            headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().asString("")));
    String body = answer.path("body").asString("");
    byte[] bytes =
        answer.path("isBase64Encoded").asBoolean(false)
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8);
    return new Answer(status, headers, cookies(answer), bytes);
  }

  Answer with(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Answer(status, all, cookies, body);
  }

  private static Answer json(int status, byte[] body) {
    return new Answer(status, Map.of("content-type", "application/json"), List.of(), body);
  }

  private static List<String> cookies(JsonNode answer) {
    return StreamSupport.stream(answer.path("cookies").spliterator(), false)
        .map(cookie -> cookie.asString(""))
        .toList();
  }
}
