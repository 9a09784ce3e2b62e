package dev.posthouse.webhooks;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// The other end of a webhook.
@FunctionalInterface
interface Endpoint {
  /// Posts a JSON body. Never throws: that an endpoint does not answer is an answer.
  Response post(URI url, Map<String, String> headers, String body);

  /// What came back.
  ///
  /// @param status HTTP status; 0 if there is none
  /// @param error why there is none; empty if there is one
  /// @param retryAfter how long it asks to be left alone; zero if it does not say
  record Response(int status, String error, Duration retryAfter, Duration took) {
    boolean taken() {
      return status >= 200 && status < 300;
    }

    boolean gone() {
      return status == 410;
    }
  }
}
