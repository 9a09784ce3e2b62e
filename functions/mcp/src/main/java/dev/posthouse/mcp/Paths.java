package dev.posthouse.mcp;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Paths of the API.
final class Paths {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  private final StringBuilder path;
  private char join = '?';

  private Paths(String path) {
    this.path = new StringBuilder(path);
  }

  /// A path that takes parameters.
  static Paths of(String path) {
    return new Paths(path);
  }

  /// With one more parameter.
  Paths with(String name, String value) {
    path.append(join).append(name).append('=').append(encode(value));
    join = '&';
    return this;
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /// `value` as a part of a path or of a query.
  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// An id, which is safe in a path as it is.
  ///
  /// @param what it is the id of, for the refusal
  /// @throws ToolFailure if it cannot be one of ours
  static String id(String what, String value) {
    if (!ID.matcher(value).matches()) {
      throw new ToolFailure(
          "not_found",
          "There is no such " + what + ".",
          "Use an id exactly as a tool's result gave it.");
    }
    return value;
  }
}
