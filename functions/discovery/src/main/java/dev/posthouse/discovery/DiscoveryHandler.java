package dev.posthouse.discovery;

import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Priming;
import dev.posthouse.lambda.SdkFaults;

/// What this deployment offers: the description of its API, pages to read it by, its limits, prices
/// and state. Everybody may know it; nothing of a tenant is in it.
public final class DiscoveryHandler extends HttpFunction {
  private final ApiDescription api;
  private final Assets assets;
  private final ShowRuntime runtime;
  private final Pages pages;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public DiscoveryHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public DiscoveryHandler(Platform platform) {
    this(platform, DiscoveryWiring.of(platform));
  }

  DiscoveryHandler(Platform platform, DiscoveryWiring wiring) {
    super(platform, SdkFaults::classify);
    this.api = wiring.api();
    this.assets = wiring.assets();
    this.runtime = wiring.runtime();
    this.pages = wiring.pages();
    // Reading YAML takes a while; every environment restored from the snapshot has it read.
    Priming.beforeSnapshot(platform, api::json);
    route("GET /openapi.json", this::openApi);
    route("GET /docs", this::docs);
    route("GET /docs/errors", _ -> HttpResponse.html(200, pages.errors()));
    route("GET /docs/assets/{file}", request -> assets.answer(request.param("file")));
    route("GET /v2/meta/runtime", _ -> HttpResponse.json(200, runtime.show()));
    route("GET /limits", _ -> HttpResponse.html(200, pages.limits()));
  }

  private HttpResponse openApi(HttpRequest request) {
    return new HttpResponse(200, "application/json", api.json(), Assets.SHORTLY);
  }

  private HttpResponse docs(HttpRequest request) {
    return HttpResponse.html(200, pages.docs()).header("content-security-policy", Pages.POLICY);
  }
}
