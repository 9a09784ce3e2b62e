package dev.posthouse.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Turns answers into what the gateway takes, with the headers every answer has.
final class ResponseEncoder {
  private static final Map<String, String> ALWAYS =
      Map.of(
          "cache-control", "no-store",
          "referrer-policy", "no-referrer",
          "strict-transport-security", "max-age=31536000",
          "x-content-type-options", "nosniff");

  /// Pages bring no script and load from nowhere but here.
  private static final String PAGE_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private final String publicUrl;
  private final Optional<String> supportContact;

  /// @param publicUrl the deployment's own address, empty if it is not known
  /// @param supportContact whom to ask where only the operator can help, empty if nobody is named
  ResponseEncoder(String publicUrl, Optional<String> supportContact) {
    this.publicUrl =
        publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
    this.supportContact = supportContact;
  }

  HttpResponse problem(Problem what, String requestId) {
    Problem problem =
        supportContact
            .filter(contact -> what.code().operatorHelps())
            .map(contact -> what.with("supportContact", contact))
            .orElse(what);
    HttpResponse response =
        new HttpResponse(
            problem.status(),
            "application/problem+json",
            Json.encode(problem.body(publicUrl, requestId)),
            Map.of());
    if (problem.status() == 401) {
      response = response.header("www-authenticate", "Bearer");
    }
    if (problem.status() == 503 && problem.code().retryable()) {
      response = response.header("retry-after", "1");
    }
    return response.headers(problem.headers());
  }

  APIGatewayV2HTTPResponse encode(HttpResponse response, String requestId) {
    Map<String, String> headers = new HashMap<>(ALWAYS);
    headers.put("x-request-id", requestId);
    String type = response.contentType();
    if (type != null) {
      headers.put("content-type", type);
      if (type.startsWith("text/html")) {
        headers.put("content-security-policy", PAGE_POLICY);
      }
    }
    headers.putAll(response.headers());
    APIGatewayV2HTTPResponse encoded = new APIGatewayV2HTTPResponse();
    encoded.setStatusCode(response.status());
    encoded.setHeaders(headers);
    if (response.body() != null) {
      encoded.setBody(response.body());
    }
    return encoded;
  }
}
