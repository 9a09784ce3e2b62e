package dev.posthouse.local.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The API's answer to browsers, which API Gateway gives itself.
///
/// @param origins that may read answers, `*` for all
/// @param maxAgeSeconds how long a browser may keep the answer to a preflight
public record Cors(
    List<String> origins,
    List<String> methods,
    List<String> headers,
    List<String> exposed,
    int maxAgeSeconds) {
  /// The headers that an answer to a page of `origin` carries; none if that may not read it.
  Map<String, String> onAnswer(String origin) {
    Map<String, String> answer = new LinkedHashMap<>();
    if (allows(origin)) {
      answer.put("access-control-allow-origin", origins.contains("*") ? "*" : origin);
      if (!exposed.isEmpty()) {
        answer.put("access-control-expose-headers", String.join(",", exposed));
      }
    }
    return answer;
  }

  /// The headers that the answer to a preflight of `origin` carries.
  Map<String, String> onPreflight(String origin) {
    Map<String, String> answer = new LinkedHashMap<>();
    if (allows(origin)) {
      answer.put("access-control-allow-origin", origins.contains("*") ? "*" : origin);
      answer.put("access-control-allow-methods", String.join(",", methods));
      answer.put("access-control-allow-headers", String.join(",", headers));
      answer.put("access-control-max-age", Integer.toString(maxAgeSeconds));
    }
    return answer;
  }

  private boolean allows(String origin) {
    return origins.contains("*") || origins.contains(origin);
  }
}
