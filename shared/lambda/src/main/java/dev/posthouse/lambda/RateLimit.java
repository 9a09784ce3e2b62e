package dev.posthouse.lambda;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One limit as the headers `RateLimit-Policy` and `RateLimit` tell it
/// (draft-ietf-httpapi-ratelimit-headers-10).
///
/// @param policy its name: letters, digits, `-` and `_`, such as `identity-daily`
/// @param quota how much a window holds
/// @param window the window's length, null where it has none
/// @param remaining how much is left
/// @param resetsIn until there is more, null if waiting does not help
public record RateLimit(
    String policy,
    long quota,
    @Nullable Duration window,
    long remaining,
    @Nullable Duration resetsIn) {
  private static final Pattern POLICY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// @throws IllegalArgumentException if the name needs quoting or a number is below zero
  public RateLimit {
    if (!POLICY.matcher(policy).matches()) {
      throw new IllegalArgumentException("not a policy name: " + policy);
    }
    if (quota < 0 || remaining < 0) {
      throw new IllegalArgumentException("below zero: " + quota + ", " + remaining);
    }
  }

  /// Both headers for these limits, none for an empty list.
  public static Map<String, String> headers(List<RateLimit> limits) {
    if (limits.isEmpty()) {
      return Map.of();
    }
    return Map.of(
        "ratelimit-policy",
        limits.stream().map(RateLimit::policyItem).collect(Collectors.joining(", ")),
        "ratelimit",
        limits.stream().map(RateLimit::stateItem).collect(Collectors.joining(", ")));
  }

  private String policyItem() {
    return "\"" + policy + "\";q=" + quota + parameter("w", window);
  }

  private String stateItem() {
    return "\"" + policy + "\";r=" + remaining + parameter("t", resetsIn);
  }

  private static String parameter(String name, @Nullable Duration time) {
    return time == null ? "" : ";" + name + "=" + WholeSeconds.up(time);
  }
}
