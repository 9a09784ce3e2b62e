package dev.posthouse.local.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.Select;

/// What a query or scan looks at, which is what is billed, if that is more than what it answers.
final class Evaluated {
  private Evaluated() {}

  /// The same query without filter and projection, unless it has none.
  static Optional<QueryRequest> by(QueryRequest request) {
    if (whole(request.filterExpression(), request.projectionExpression(), request.select())) {
      return Optional.empty();
    }
    String condition = Optional.ofNullable(request.keyConditionExpression()).orElse("");
    return Optional.of(
        request.toBuilder()
            .filterExpression(null)
            .projectionExpression(null)
            .select((Select) null)
            // DynamoDB refuses names and values that no expression uses.
            .expressionAttributeNames(used(request.expressionAttributeNames(), condition))
            .expressionAttributeValues(used(request.expressionAttributeValues(), condition))
            .build());
  }

  /// The same scan without filter and projection, unless it has none.
  static Optional<ScanRequest> by(ScanRequest request) {
    if (whole(request.filterExpression(), request.projectionExpression(), request.select())) {
      return Optional.empty();
    }
    return Optional.of(
        request.toBuilder()
            .filterExpression(null)
            .projectionExpression(null)
            .select((Select) null)
            .expressionAttributeNames(null)
            .expressionAttributeValues(null)
            .build());
  }

  private static boolean whole(
      @Nullable String filter, @Nullable String projection, @Nullable Select select) {
    return filter == null && projection == null && select != Select.COUNT;
  }

  private static <V> @Nullable Map<String, V> used(Map<String, V> named, String expression) {
    Map<String, V> used = new HashMap<>(named);
    used.keySet()
        .removeIf(name -> !Pattern.compile(Pattern.quote(name) + "\\b").matcher(expression).find());
    return used.isEmpty() ? null : used;
  }
}
