package dev.posthouse.lambda;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error answer, `application/problem+json` (RFC 9457), with the members of the API contract.
///
/// @param code what went wrong, stable for ever; gives status, title and retryability
/// @param detail what went wrong this time, for a person
/// @param fix the next call to make, or what to change
/// @param errors the fields that are wrong, empty where none is
/// @param binding the limit that refused, if one did
/// @param headers further response headers, such as `Retry-After` and `Allow`
/// @param members further members, such as the id of what exists already
public record Problem(
    ProblemCode code,
    String detail,
    String fix,
    List<FieldError> errors,
    @Nullable Binding binding,
    Map<String, String> headers,
    Map<String, Object> members) {
  /// One wrong field of a request.
  ///
  /// @param field its path, such as `attachments[0].filename`, or the name of a header or parameter
  /// @param code [ProblemCode#code] of what is wrong with it
  /// @param message what it must be, for a person
  public record FieldError(String field, String code, String message) {}

  /// The limit that refused a request.
  ///
  /// @param limit its name, such as `warmup`
  /// @param used how much of it is used
  /// @param cap how much there is
  /// @param resetsAt when there is room again, null if waiting does not help
  public record Binding(String limit, long used, long cap, @Nullable Instant resetsAt) {}

  public Problem {
    errors = List.copyOf(errors);
    headers = Map.copyOf(headers);
    // Not Map.copyOf: the members keep their order on the wire.
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
  }

  /// A problem with the code's own `fix`.
  public static Problem of(ProblemCode code, String detail) {
    return new Problem(code, detail, code.fix(), List.of(), null, Map.of(), Map.of());
  }

  /// A field that is present and wrong: 400 `invalid_field`.
  public static Problem invalidField(String field, String message) {
    return of(ProblemCode.INVALID_FIELD, field + " " + message)
        .withError(field, ProblemCode.INVALID_FIELD, message);
  }

  /// A required field that is absent: 400 `missing_field`.
  public static Problem missingField(String field) {
    return of(ProblemCode.MISSING_FIELD, field + " is required")
        .withError(field, ProblemCode.MISSING_FIELD, "is required");
  }

  /// The HTTP status.
  public int status() {
    return code.status();
  }

  /// This problem with another next step.
  public Problem withFix(String text) {
    return new Problem(code, detail, text, errors, binding, headers, members);
  }

  /// This problem with one more wrong field.
  public Problem withError(String field, ProblemCode what, String message) {
    return withError(new FieldError(field, what.code(), message));
  }

  Problem withError(FieldError error) {
    List<FieldError> more = new ArrayList<>(errors);
    more.add(error);
    return new Problem(code, detail, fix, more, binding, headers, members);
  }

  /// This problem with the limit that caused it.
  public Problem withBinding(Binding limit) {
    return new Problem(code, detail, fix, errors, limit, headers, members);
  }

  /// This problem with one more response header.
  public Problem withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(code, detail, fix, errors, binding, more, members);
  }

  /// This problem with `Retry-After`, in whole seconds, rounded up and at least one.
  public Problem withRetryAfter(Duration wait) {
    return withHeader("retry-after", Long.toString(Math.max(1, WholeSeconds.up(wait))));
  }

  /// This problem with one more member. Names are letters, digits and `_` (RFC 9457 §3.2).
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(code, detail, fix, errors, binding, headers, more);
  }

  /// This problem as an exception that ends the request.
  public ProblemException asException() {
    return new ProblemException(this);
  }

  /// The members on the wire, in the order of the contract.
  ///
  /// @param publicUrl the deployment's own address without a trailing slash, may be empty
  Map<String, Object> body(String publicUrl, String requestId) {
    Map<String, Object> body = new LinkedHashMap<>();
    String docs = publicUrl + "/docs/errors#" + code.code();
    body.put("type", docs);
    body.put("title", code.title());
    body.put("status", code.status());
    body.put("detail", detail);
    body.put("code", code.code());
    body.put("error", detail);
    body.put("fix", fix);
    body.put("docs", docs);
    body.put("requestId", requestId);
    body.put("retryable", code.retryable());
    if (!errors.isEmpty()) {
      body.put("errors", errors);
    }
    if (binding != null) {
      body.put("binding", binding);
    }
    members.forEach(body::putIfAbsent);
    return body;
  }
}
