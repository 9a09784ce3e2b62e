package dev.posthouse.lambda;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;

/// Jackson's failures as problems a caller can act on.
final class JsonProblems {
  private static final String BODY = "body";

  private JsonProblems() {}

  static Problem unknownFields(List<String> paths) {
    Problem problem =
        Problem.of(
            ProblemCode.UNKNOWN_FIELD,
            "Unknown field" + (paths.size() > 1 ? "s " : " ") + String.join(", ", paths) + ".");
    for (String path : paths) {
      problem = problem.withError(path, ProblemCode.UNKNOWN_FIELD, "is not known here");
    }
    return problem;
  }

  static Problem malformed(String detail) {
    return Problem.of(ProblemCode.MALFORMED_JSON, detail);
  }

  /// The problem of a text that is not JSON.
  static Problem ofText(JacksonException failure) {
    if (failure instanceof StreamConstraintsException) {
      return malformed("The body is nested too deeply, or a part of it is too long.");
    }
    TokenStreamLocation at = failure.getLocation();
    String where =
        at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
    return malformed(
        "The body is not well-formed JSON" + where + ": " + failure.getOriginalMessage());
  }

  /// The problem of JSON that does not fit its record.
  static Problem ofField(JacksonException failure) {
    String path = path(failure.getPath());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProblemException refusal) {
        return below(path, refusal.problem());
      }
    }
    String field = path.isEmpty() ? BODY : path;
    return switch (failure) {
      case InvalidNullException _ -> Problem.invalidField(field, "must not hold null");
      case MismatchedInputException mismatch ->
          Problem.invalidField(field, expected(mismatch.getTargetType()));
      case InputCoercionException _ -> Problem.invalidField(field, "is out of range");
      default -> Problem.invalidField(field, refusal(failure));
    };
  }

  /// The message of a constructor that refused its arguments; others are not written for callers.
  private static String refusal(JacksonException failure) {
    return failure.getCause() instanceof IllegalArgumentException refused
            && refused.getMessage() != null
        ? refused.getMessage()
        : "is not valid";
  }

  private static Problem below(String path, Problem problem) {
    if (path.isEmpty() || problem.errors().isEmpty()) {
      return problem;
    }
    Problem.FieldError first = problem.errors().getFirst();
    Problem moved = Problem.of(problem.code(), path + "." + first.field() + " " + first.message());
    for (Problem.FieldError error : problem.errors()) {
      moved =
          moved.withError(
              new Problem.FieldError(path + "." + error.field(), error.code(), error.message()));
    }
    return moved;
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "has the wrong type";
    }
    if (type == String.class) {
      return "must be a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "must be true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "must be an integer";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "must be a number";
    }
    if (type == Instant.class) {
      return "must be a time such as 2026-01-31T09:30:00.000Z";
    }
    if (type.isEnum()) {
      return "must be one of " + constants(type);
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "must be an array";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type)
        ? "must be an object"
        : "has the wrong type";
  }

  private static String constants(Class<?> type) {
    return List.of(type.getEnumConstants()).stream()
        .map(constant -> Json.mapper().convertValue(constant, String.class))
        .collect(Collectors.joining(", "));
  }

  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference reference : references) {
      String name = reference.getPropertyName();
      if (name == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return path.toString();
  }
}
