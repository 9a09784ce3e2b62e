package dev.posthouse.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function behind the HTTP API: a table of routes and all that every one of them needs.
///
/// ```java
/// public SendHandler(Platform platform) {
///   super(platform, SdkFaults::classify);
///   sendEmail = SendWiring.of(platform);
///   route("POST /v1/identities/{handle}/send", this::send);
/// }
/// ```
///
/// Whatever a client sends, it gets the handler's answer or a 4xx problem. A [ProblemException] is
/// answered as its problem, what `faults` knows as the problem it gives (503 for throttling and
/// timeouts), all else as one opaque 500 whose stack is logged and not shown.
public abstract class HttpFunction
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  /// Largest body, in bytes: Lambda itself takes 6 MB with everything around it.
  public static final int BODY_MAX = 5 * 1024 * 1024;

  private static final String OPTIONS = "OPTIONS";

  private final Platform platform;
  private final Function<Throwable, Optional<Problem>> faults;
  private final ResponseEncoder encoder;
  private final Routes routes = new Routes();

  /// @param faults the problem an exception of a client library stands for, empty for what it does
  ///   not know
  protected HttpFunction(Platform platform, Function<Throwable, Optional<Problem>> faults) {
    this.platform = platform;
    this.faults = faults;
    Settings settings = Settings.of(platform);
    this.encoder =
        new ResponseEncoder(
            settings.orElse("PUBLIC_URL", ""), settings.optional("SUPPORT_CONTACT"));
  }

  /// Adds a route; for constructors only.
  ///
  /// @param route method and path as in `template.yaml`, such as `GET /v1/outbound-jobs/{id}`
  protected final void route(String route, Handler handler) {
    routes.add(route, handler);
  }

  /// The routes of this function, as in `template.yaml`.
  public final Set<String> routes() {
    return routes.names();
  }

  /// The platform this function runs on.
  protected final Platform platform() {
    return platform;
  }

  @Override
  public final APIGatewayV2HTTPResponse handleRequest(
      APIGatewayV2HTTPEvent event, @Nullable Context context) {
    long start = platform.clock().millis();
    String requestId =
        RequestDecoder.requestId(event, context == null ? "none" : context.getAwsRequestId());
    Map<String, Object> access = new LinkedHashMap<>();
    access.put("method", RequestDecoder.method(event));
    access.put("requestId", requestId);
    HttpResponse response;
    try {
      response = answer(event, requestId, access);
    } catch (Exception failure) {
      Problem problem = problem(failure, requestId, access);
      access.put("code", problem.code().code());
      response = encoder.problem(problem, requestId);
    }
    access.put("status", response.status());
    access.put("ms", platform.clock().millis() - start);
    platform.log().with(access).info("request");
    return encoder.encode(response, requestId);
  }

  private HttpResponse answer(
      APIGatewayV2HTTPEvent event, String requestId, Map<String, Object> access) {
    String method = RequestDecoder.method(event);
    String path = RequestDecoder.path(event);
    Map<String, String> parameters = RequestDecoder.parameters(event);
    return switch (routes.find(RequestDecoder.routeKey(event), parameters, method, path)) {
      case Routes.Match.Found found -> {
        access.put("route", found.route());
        String handle = found.parameters().get("handle");
        if (handle != null) {
          access.put("identity", handle.toLowerCase(Locale.ROOT));
        }
        HttpRequest request =
            new HttpRequest(
                found.route(),
                method,
                path,
                found.parameters(),
                RequestDecoder.query(event),
                RequestDecoder.headers(event),
                RequestDecoder.body(event),
                requestId,
                RequestDecoder.sourceIp(event),
                RequestDecoder.domainName(event));
        try {
          yield found.handler().handle(request);
        } finally {
          access.putAll(request.notes());
        }
      }
      // API Gateway answers preflights itself only where no ANY route takes them: those come here,
      // and it adds the CORS headers of the template to what we say. A browser wants a 2xx.
      case Routes.Match.WrongMethod wrong when method.equals(OPTIONS) ->
          HttpResponse.noContent().header("allow", String.join(", ", wrong.allowed()));
      // The page is to read our 404, so the browser must be let through to it.
      case Routes.Match.NotFound _ when isPreflight(method, RequestDecoder.headers(event)) ->
          HttpResponse.noContent();
      case Routes.Match.WrongMethod wrong ->
          throw Problem.of(
                  ProblemCode.METHOD_NOT_ALLOWED,
                  "This path takes " + String.join(", ", wrong.allowed()) + ".")
              .withHeader("allow", String.join(", ", wrong.allowed()))
              .asException();
      case Routes.Match.NotFound _ ->
          throw Problem.of(ProblemCode.NOT_FOUND, "There is nothing at this path.").asException();
    };
  }

  /// Whether a browser asks if it may make a request (Fetch Standard, "CORS-preflight request").
  private static boolean isPreflight(String method, Map<String, String> headers) {
    return method.equals(OPTIONS)
        && headers.containsKey("origin")
        && headers.containsKey("access-control-request-method");
  }

  private Problem problem(Exception failure, String requestId, Map<String, Object> access) {
    if (failure instanceof ProblemException refusal) {
      return refusal.problem();
    }
    Log log = platform.log().with("requestId", requestId).with("identity", access.get("identity"));
    Problem problem =
        faults
            .apply(failure)
            .orElseGet(() -> Problem.of(ProblemCode.INTERNAL, "Something went wrong on our side."));
    if (problem.code() == ProblemCode.INTERNAL) {
      log.error("a fault of ours", failure);
    } else if (problem.code().retryable()) {
      log.warn("a client library failed", failure);
    }
    return problem;
  }
}
