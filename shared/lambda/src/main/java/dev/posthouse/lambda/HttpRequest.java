package dev.posthouse.lambda;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One request, decoded as far as that needs no knowledge of the route.
public final class HttpRequest {
  /// Longest idempotency key, in characters.
  public static final int IDEMPOTENCY_KEY_MAX = 255;

  private static final Pattern IDEMPOTENCY_KEY =
      Pattern.compile("[ -~]{1," + IDEMPOTENCY_KEY_MAX + "}");
  private static final Pattern JSON_TYPE =
      Pattern.compile(
          "application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*)?;?\\s*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,8}");
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

  private final String route;
  private final String method;
  private final String path;
  private final Map<String, String> parameters;
  private final Map<String, List<String>> query;
  private final Map<String, String> headers;
  private final byte[] body;
  private final String requestId;
  private final String sourceIp;
  private final String domainName;
  private final Map<String, Object> notes = new LinkedHashMap<>();

  HttpRequest(
      String route,
      String method,
      String path,
      Map<String, String> parameters,
      Map<String, List<String>> query,
      Map<String, String> headers,
      byte[] body,
      String requestId,
      String sourceIp,
      String domainName) {
    this.route = route;
    this.method = method;
    this.path = path;
    this.parameters = parameters;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.requestId = requestId;
    this.sourceIp = sourceIp;
    this.domainName = domainName;
  }

  /// The route that matched, such as `GET /v1/outbound-jobs/{id}`.
  public String route() {
    return route;
  }

  /// The method, in upper case.
  public String method() {
    return method;
  }

  /// The path, as the gateway passed it on.
  public String path() {
    return path;
  }

  /// A parameter of the path, URL-decoded once.
  ///
  /// @throws ProblemException 404 if the gateway passed none: an empty segment names nothing
  public String param(String name) {
    String value = parameters.get(name);
    if (value == null || value.isEmpty()) {
      throw Problem.of(ProblemCode.NOT_FOUND, "The path has no " + name + ".").asException();
    }
    return value;
  }

  /// A query parameter, the first one if it is repeated.
  public Optional<String> query(String name) {
    return queryAll(name).stream().findFirst();
  }

  /// All values of a query parameter, in order.
  public List<String> queryAll(String name) {
    return List.copyOf(query.getOrDefault(name, List.of()));
  }

  /// A query parameter that is `true` or `false`; false where it is absent. Anything else is
  /// refused, for it may have been meant.
  ///
  /// @throws ProblemException 400 naming the parameter, if it is another word
  public boolean flag(String name) {
    String word = query(name).orElse("false");
    if (!word.equals("true") && !word.equals("false")) {
      throw Problem.invalidField(name, "is true or false").asException();
    }
    return word.equals("true");
  }

  /// The query parameter `limit`: how many items of a list the caller wants.
  ///
  /// @param usual where it is absent
  /// @param max the most that may be asked for, at least 1
  /// @throws ProblemException 400 naming `limit`, if it is no number from 1 to `max`
  public int limit(int usual, int max) {
    Optional<String> text = query("limit");
    if (text.isEmpty()) {
      return usual;
    }
    if (!LIMIT.matcher(text.get()).matches() || Integer.parseInt(text.get()) > max) {
      throw Problem.invalidField("limit", "is a number from 1 to " + max).asException();
    }
    return Integer.parseInt(text.get());
  }

  /// A header, whatever its case.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /// The body, decoded from base64 where the gateway encoded it; empty where there is none.
  public byte[] body() {
    return body.clone();
  }

  /// The body as a record; it must be there.
  ///
  /// @throws ProblemException 415 if it is not sent as JSON, 400 naming the fields that are wrong
  public <T> T json(Class<T> type) {
    if (body.length == 0) {
      throw JsonProblems.malformed("The body is empty; this route needs a JSON object.")
          .asException();
    }
    demandJson();
    return Json.decode(body, type);
  }

  /// As [#json], for a route whose fields are all optional: no body is an empty object.
  public <T> T jsonOrEmpty(Class<T> type) {
    return body.length == 0 ? Json.decode(EMPTY_OBJECT, type) : json(type);
  }

  /// What identifies this request in answers and logs.
  public String requestId() {
    return requestId;
  }

  /// The caller's address as the gateway saw it, empty if it did not say.
  public String sourceIp() {
    return sourceIp;
  }

  /// The host this request came in by, as the gateway says; empty if it does not.
  public String domainName() {
    return domainName;
  }

  /// The token of `Authorization: Bearer`.
  ///
  /// @throws ProblemException 401 `missing_token` if there is none
  public String bearer() {
    return bearerIfAny()
        .orElseThrow(() ->
            Problem.of(ProblemCode.MISSING_TOKEN, "This route needs a key or token.")
                .asException());
  }

  /// The token of `Authorization: Bearer`, empty if the header is absent or of another scheme.
  public Optional<String> bearerIfAny() {
    return header("authorization")
        .map(String::strip)
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).strip())
        .filter(token -> !token.isEmpty());
  }

  /// The idempotency key, from the header or from the field of the body.
  ///
  /// @param field the body's `idempotencyKey`, null if the route has none or it is absent
  /// @throws ProblemException 400 if it is not 1 to 255 printable ASCII characters, or the two
  ///   differ
  public Optional<String> idempotencyKey(@Nullable String field) {
    String header = header("idempotency-key").map(String::strip).orElse(null);
    demandPrintable("Idempotency-Key", header);
    demandPrintable("idempotencyKey", field);
    if (header != null && field != null && !header.equals(field)) {
      throw Problem.invalidField("idempotencyKey", "differs from the header Idempotency-Key")
          .asException();
    }
    return Optional.ofNullable(header == null ? field : header);
  }

  /// Adds a field to this request's line in the access log, such as `tenant`.
  public void note(String name, Object value) {
    notes.put(name, value);
  }

  Map<String, Object> notes() {
    return notes;
  }

  /// The parameter `name` for the log, empty if the route has none.
  Optional<String> paramIfAny(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /// Refuses a body that is not sent as JSON.
  ///
  /// @throws ProblemException 415
  public void demandJson() {
    String type = header("content-type").orElse("");
    if (!JSON_TYPE.matcher(type.strip()).matches()) {
      throw Problem.of(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              type.isBlank()
                  ? "The body has no content type; this route takes application/json."
                  : "This route takes application/json, not " + type + ".")
          .asException();
    }
  }

  private static void demandPrintable(String name, @Nullable String key) {
    if (key != null && !IDEMPOTENCY_KEY.matcher(key).matches()) {
      throw Problem.invalidField(name, "must be 1 to 255 printable ASCII characters").asException();
    }
  }
}
