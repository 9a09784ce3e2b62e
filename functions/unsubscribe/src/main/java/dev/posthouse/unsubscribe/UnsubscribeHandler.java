package dev.posthouse.unsubscribe;

import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.SdkFaults;
import dev.posthouse.mail.UnsubscribeTokens;
import dev.posthouse.mail.UnsubscribeTokens.Subscription;
import java.time.InstantSource;
import java.util.Optional;

/// The links in mails' `List-Unsubscribe` (RFC 8058), and the list of whom a tenant must not write
/// to.
///
/// Opening a link changes nothing, because mail scanners open links: the page has a button. The
/// one-click request of a mail program, and the button, unsubscribe at once.
public final class UnsubscribeHandler extends HttpFunction {
  private static final int GONE = 404;

  private final UnsubscribeTokens tokens;
  private final Owners owners;
  private final Recipients recipients;
  private final InstantSource clock;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public UnsubscribeHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public UnsubscribeHandler(Platform platform) {
    this(platform, UnsubscribeWiring.of(platform));
  }

  UnsubscribeHandler(Platform platform, UnsubscribeWiring wiring) {
    super(platform, SdkFaults::classify);
    this.tokens = wiring.tokens();
    this.owners = wiring.owners();
    this.recipients = wiring.recipients();
    this.clock = platform.clock();
    var suppressions = new SuppressionRoutes(wiring, platform.clock());
    route("GET /u/{token}", this::page);
    route("POST /u/{token}", this::unsubscribe);
    route("GET /v1/suppressions", suppressions::list);
    route("POST /v1/suppressions", suppressions::add);
    route("DELETE /v1/suppressions", suppressions::remove);
    route("POST /v1/suppressions/import", suppressions::importCsv);
  }

  private HttpResponse page(HttpRequest request) {
    return subscription(request)
        .map(found -> HttpResponse.html(200, Pages.question(found.recipient())))
        .orElseGet(() -> HttpResponse.html(GONE, Pages.UNKNOWN));
  }

  /// What the link's token says, which the request's line in the log then says too.
  private Optional<Subscription> subscription(HttpRequest request) {
    Optional<Subscription> found = tokens.verify(request.param("token"));
    found.ifPresent(subscription -> {
      request.note("tenant", subscription.tenant().value());
      request.note("identity", owners.name(subscription.identity()));
    });
    return found;
  }

  private HttpResponse unsubscribe(HttpRequest request) {
    Optional<Subscription> found = subscription(request);
    if (found.isEmpty()) {
      return HttpResponse.html(GONE, Pages.UNKNOWN);
    }
    Subscription subscription = found.get();
    // Of the tenant, not of the one identity: who wants no more mail does not tell senders apart.
    recipients.unsubscribe(
        subscription.tenant(), subscription.identity(), subscription.recipient(), clock.instant());
    return HttpResponse.html(200, Pages.done(subscription.recipient()));
  }
}
