package dev.posthouse.lambda;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gateway events for tests.
final class Events {
  private Events() {}

  static APIGatewayV2HTTPEvent get(String routeKey, Map<String, String> parameters) {
    APIGatewayV2HTTPEvent event = event(routeKey, routeKey.substring(routeKey.indexOf(' ') + 1));
    event.setPathParameters(parameters);
    return event;
  }

  static APIGatewayV2HTTPEvent post(String routeKey, String body) {
    APIGatewayV2HTTPEvent event = event(routeKey, routeKey.substring(routeKey.indexOf(' ') + 1));
    event.setHeaders(Map.of("content-type", "application/json"));
    event.setBody(body);
    return event;
  }

  /// An event as a gateway makes it that matched no route: key `$default`.
  static APIGatewayV2HTTPEvent unmatched(String method, String path) {
    APIGatewayV2HTTPEvent event = event(method + " " + path, path);
    event.setRouteKey("$default");
    return event;
  }

  static APIGatewayV2HTTPEvent event(String routeKey, @Nullable String path) {
    APIGatewayV2HTTPEvent.RequestContext.Http http =
        new APIGatewayV2HTTPEvent.RequestContext.Http();
    int space = routeKey.indexOf(' ');
    http.setMethod(space < 0 ? "GET" : routeKey.substring(0, space));
    http.setSourceIp("192.0.2.7");
    APIGatewayV2HTTPEvent.RequestContext context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setRequestId("req-1");
    APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
    event.setVersion("2.0");
    event.setRouteKey(routeKey);
    event.setRawPath(path);
    event.setRawQueryString("");
    event.setRequestContext(context);
    return event;
  }
}
