package dev.posthouse.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a gateway event (HTTP API, payload 2.0), in which anything may be absent.
final class RequestDecoder {
  private RequestDecoder() {}

  static String routeKey(APIGatewayV2HTTPEvent event) {
    return orEmpty(event.getRouteKey());
  }

  static String method(APIGatewayV2HTTPEvent event) {
    var context = event.getRequestContext();
    if (context != null && context.getHttp() != null && context.getHttp().getMethod() != null) {
      return context.getHttp().getMethod().toUpperCase(Locale.ROOT);
    }
    // The start of `routeKey`, where nothing else says it.
    String key = routeKey(event);
    return key.substring(0, Math.max(0, key.indexOf(' ')));
  }

  static String path(APIGatewayV2HTTPEvent event) {
    return orEmpty(event.getRawPath());
  }

  static String requestId(APIGatewayV2HTTPEvent event, String fallback) {
    var context = event.getRequestContext();
    return context == null || context.getRequestId() == null ? fallback : context.getRequestId();
  }

  static String sourceIp(APIGatewayV2HTTPEvent event) {
    var context = event.getRequestContext();
    return context == null || context.getHttp() == null
        ? ""
        : orEmpty(context.getHttp().getSourceIp());
  }

  static String domainName(APIGatewayV2HTTPEvent event) {
    var context = event.getRequestContext();
    return context == null ? "" : orEmpty(context.getDomainName());
  }

  /// The parameters the gateway read from the path. An HTTP API hands them over decoded.
  static Map<String, String> parameters(APIGatewayV2HTTPEvent event) {
    return withoutNulls(event.getPathParameters());
  }

  static Map<String, List<String>> query(APIGatewayV2HTTPEvent event) {
    if (event.getRawQueryString() != null) {
      return PercentEncoding.query(event.getRawQueryString());
    }
    Map<String, List<String>> query = new LinkedHashMap<>();
    withoutNulls(event.getQueryStringParameters())
        .forEach((name, value) -> query.put(name, List.of(value)));
    return query;
  }

  static Map<String, String> headers(APIGatewayV2HTTPEvent event) {
    Map<String, String> headers = new HashMap<>();
    withoutNulls(event.getHeaders())
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    return headers;
  }

  /// @throws ProblemException 413 if it is too large, 400 if it is not the base64 it should be
  static byte[] body(APIGatewayV2HTTPEvent event) {
    String text = orEmpty(event.getBody());
    byte[] body;
    try {
      body =
          event.getIsBase64Encoded()
              ? Base64.getDecoder().decode(text)
              : text.getBytes(StandardCharsets.UTF_8);
    } catch (IllegalArgumentException failure) {
      throw JsonProblems.malformed("The body is not base64.").asException();
    }
    if (body.length > HttpFunction.BODY_MAX) {
      throw Problem.of(
              ProblemCode.PAYLOAD_TOO_LARGE,
              "The body has %d bytes; %d are allowed."
                  .formatted(body.length, HttpFunction.BODY_MAX))
          .asException();
    }
    return body;
  }

  private static Map<String, String> withoutNulls(@Nullable Map<String, String> map) {
    Map<String, String> kept = new LinkedHashMap<>();
    if (map != null) {
      map.forEach((name, value) -> {
        if (name != null && value != null) {
          kept.put(name, value);
        }
      });
    }
    return kept;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
