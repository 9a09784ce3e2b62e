package dev.posthouse.local.gateway;

import java.util.List;

/// A route of the HTTP API.
///
/// @param method in upper case, or `ANY`
/// @param path such as `/v1/identities/{handle}` or `/files/{name+}`; `$default` for what no other
///   route takes
/// @param function the logical id of the function behind it
public record Route(String method, String path, String function) {
  /// The path of the route that takes what no other does.
  public static final String DEFAULT = "$default";

  /// As API Gateway writes it: `GET /v1/identities`.
  public String key() {
    return isDefault() ? DEFAULT : method + " " + path;
  }

  boolean isDefault() {
    return path.equals(DEFAULT);
  }

  List<String> segments() {
    return List.of(path.split("/", -1));
  }
}
