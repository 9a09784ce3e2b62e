package dev.posthouse.lambda;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a handler answers.
///
/// @param status HTTP status
/// @param contentType of the body, null where there is none
/// @param body the text, null where there is none
/// @param headers further headers, names in lower case
public record HttpResponse(
    int status, @Nullable String contentType, @Nullable String body, Map<String, String> headers) {
  public HttpResponse {
    headers = Map.copyOf(headers);
  }

  /// `value` written by [Json].
  public static HttpResponse json(int status, Object value) {
    return new HttpResponse(status, "application/json", Json.encode(value), Map.of());
  }

  /// A page. The caller escapes what it did not write itself.
  public static HttpResponse html(int status, String page) {
    return new HttpResponse(status, "text/html; charset=utf-8", page, Map.of());
  }

  /// 204, nothing to say.
  public static HttpResponse noContent() {
    return new HttpResponse(204, null, null, Map.of());
  }

  /// This answer with one more header.
  public HttpResponse header(String name, String value) {
    return headers(Map.of(name, value));
  }

  /// This answer with more headers, such as those of a [RateLimit].
  public HttpResponse headers(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    more.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    return new HttpResponse(status, contentType, body, all);
  }
}
