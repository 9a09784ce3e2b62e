package dev.posthouse.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import java.util.LinkedHashMap;
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

  private final Platform platform;
  private final Function<Throwable, Optional<Problem>> faults;
  private final Map<String, Handler> handlers = new LinkedHashMap<>();

  /// @param faults the problem an exception of a client library stands for, empty for what it does
  ///   not know
  protected HttpFunction(Platform platform, Function<Throwable, Optional<Problem>> faults) {
    this.platform = platform;
    this.faults = faults;
  }

  /// Adds a route; for constructors only.
  ///
  /// @param route method and path as in `template.yaml`, such as `GET /v1/outbound-jobs/{id}`
  protected final void route(String route, Handler handler) {
    handlers.put(route, handler);
  }

  /// The routes of this function, as in `template.yaml`.
  public final Set<String> routes() {
    return Set.copyOf(handlers.keySet());
  }

  /// The platform this function runs on.
  protected final Platform platform() {
    return platform;
  }

  @Override
  public final APIGatewayV2HTTPResponse handleRequest(
      APIGatewayV2HTTPEvent event, @Nullable Context context) {
    throw new IllegalStateException(faults.toString());
  }
}
