package dev.posthouse.lambda;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// The settings of a function, read by name.
///
/// A blank setting counts as none: templates pass empty strings for parameters nobody filled in.
///
/// @param values environment variables by name
public record Settings(Map<String, String> values) {
  public Settings {
    values = Map.copyOf(values);
  }

  /// The settings of `platform`.
  public static Settings of(Platform platform) {
    return new Settings(platform.settings());
  }

  /// The value of a setting nothing works without.
  ///
  /// @throws ProblemException `not_configured` (503) naming the setting
  public String required(String name) {
    return optional(name)
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_CONFIGURED, "This deployment lacks " + name + ".")
                .withFix("Set " + name + " on the function, then repeat the request.")
                .asException());
  }

  /// The value of a setting that may be missing.
  public Optional<String> optional(String name) {
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  /// The value of a setting that may be missing, as `parse` reads it.
  ///
  /// @throws IllegalArgumentException naming the setting, and why `parse` refused it
  public <T> Optional<T> optional(String name, Function<String, T> parse) {
    return optional(name)
        .map(value -> {
          try {
            return parse.apply(value);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "The setting " + name + " cannot be read: " + e.getMessage(), e);
          }
        });
  }

  /// The value of a setting, or `fallback` where it is missing.
  public String orElse(String name, String fallback) {
    return optional(name).orElse(fallback);
  }
}
