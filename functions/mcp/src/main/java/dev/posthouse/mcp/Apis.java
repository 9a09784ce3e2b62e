package dev.posthouse.mcp;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/// Finds our own API.
///
/// It is where the request came in: API Gateway says by which host, whatever the request claims, so
/// no caller can send a token elsewhere. Only where there is no API Gateway, as in the local run, a
/// setting says it instead.
final class Apis {
  private final HttpClient http;
  private final Optional<String> fixed;

  /// @param fixed where the API is, if that is not what the gateway says
  Apis(HttpClient http, Optional<String> fixed) {
    this.http = http;
    this.fixed = fixed;
  }

  /// The API, as the bearer of `token` may use it.
  ///
  /// @param domainName the host the request came in by
  Api of(String domainName, String token) {
    return new HttpApi(http, URI.create(fixed.orElse("https://" + domainName)), token);
  }
}
