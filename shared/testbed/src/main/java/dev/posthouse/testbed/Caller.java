package dev.posthouse.testbed;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Calls a deployment as whoever holds a key.
///
/// A body that is a text is sent as it is, anything else as JSON.
public final class Caller {
  private final Deployment deployment;
  private final String bearer;

  Caller(Deployment deployment, String bearer) {
    this.deployment = deployment;
    this.bearer = bearer;
  }

  /// The key, as it stands in `Authorization: Bearer`; empty for nobody.
  public String bearer() {
    return bearer;
  }

  /// As the other methods, with any method and further headers.
  public Answer call(
      String method, String path, @Nullable Object body, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    if (!bearer.isEmpty()) {
      all.putIfAbsent("authorization", "Bearer " + bearer);
    }
    return deployment.call(method, path, body, all);
  }

  public Answer get(String path) {
    return call("GET", path, null, Map.of());
  }

  public Answer post(String path, Object body) {
    return call("POST", path, body, Map.of());
  }

  public Answer post(String path, Object body, Map<String, String> headers) {
    return call("POST", path, body, headers);
  }

  /// Posts without a body.
  public Answer post(String path) {
    return call("POST", path, null, Map.of());
  }

  public Answer put(String path, Object body) {
    return call("PUT", path, body, Map.of());
  }

  public Answer patch(String path, Object body) {
    return call("PATCH", path, body, Map.of());
  }

  public Answer delete(String path) {
    return call("DELETE", path, null, Map.of());
  }
}
