package dev.posthouse.webhooks;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Id;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.WebhookBook;
import dev.posthouse.domain.webhook.WebhookId;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The webhooks of a tenant: made, shown, changed, taken away. A key that is bound to identities
/// knows of no webhook that hears of others.
final class WebhookRoutes {
  /// Longer than the relay remembers which webhooks there are: until then it may have let events
  /// pass.
  static final Duration SETTLED = Duration.ofSeconds(15);

  private static final int CREATED = 201;
  private static final int HEX_LENGTH = 32;
  private static final int ATTEMPTS_MAX = 8;

  private final PushWiring wiring;
  private final ChangeWebhook changeWebhook;
  private final Ulids ulids;

  WebhookRoutes(PushWiring wiring) {
    this.wiring = wiring;
    this.changeWebhook = new ChangeWebhook(wiring.webhooks());
    this.ulids = new Ulids(wiring.clock(), wiring.random());
  }

  /// `POST /v1/webhooks`: the answer has the secret, and no other has.
  HttpResponse create(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    WebhookRequest body = request.json(WebhookRequest.class);
    if (body.status() != null) {
      throw Problem.invalidField("status", "is that of a webhook that is there").asException();
    }
    URI url = url(Json.required("url", body.url()));
    Set<IdentityId> identities = identities(key, body.identities());
    Optional<String> idempotencyKey = request.idempotencyKey(null);
    WebhookId id =
        new WebhookId(
            WebhookId.PREFIX + idempotencyKey.map(each -> hash(key, each)).orElseGet(ulids::next));
    String description = Objects.requireNonNullElse(body.description(), "");
    String fingerprint =
        JobIds.sha256(
            String.join(
                "\0",
                url.toString(),
                description,
                body.typesOr(Set.of()).toString(),
                identities.toString()));
    Instant now = now();
    Webhook made =
        new Webhook(id, url, description, Set.of(), Map.of(), now, null, 1, null, fingerprint, now)
            .filtered(body.typesOr(Set.of()), identities, now);
    add(key, made);
    request.note("webhook", id.value());
    wake(made.id(), key);
    return HttpResponse.json(CREATED, view(made, wiring.signatures().secret(id, 1)))
        .header("cache-control", "no-store");
  }

  private static String hash(ApiKey key, String idempotencyKey) {
    String name = String.join("\0", key.tenant().value(), "POST /v1/webhooks", idempotencyKey);
    return JobIds.sha256(name).substring(0, HEX_LENGTH);
  }

  private void add(ApiKey key, Webhook made) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      WebhookBook book = wiring.webhooks().find(key.tenant());
      book.find(made.id())
          .ifPresent(there -> {
            throw there.fingerprint().equals(made.fingerprint())
                ? alreadyMade(made.id()).asException()
                : Problem.of(
                        ProblemCode.IDEMPOTENCY_CONFLICT,
                        "This Idempotency-Key came with another request before.")
                    .asException();
          });
      if (book.full()) {
        throw Problem.of(
                ProblemCode.TOO_MANY_WEBHOOKS,
                "A tenant has at most " + WebhookBook.WEBHOOKS_MAX + " webhooks.")
            .asException();
      }
      if (wiring.webhooks().replace(book, book.with(made))) {
        return;
      }
    }
    throw new StoreBusyException("other writes are in the way of the webhooks");
  }

  private static Problem alreadyMade(WebhookId id) {
    return Problem.of(
            ProblemCode.ALREADY_EXISTS,
            "This request made the webhook %s before; its secret was shown then.".formatted(id))
        .withFix("If the secret is lost, make another with POST /v1/webhooks/" + id + "/rotate.")
        .with("webhookId", id.value());
  }

  /// `GET /v1/webhooks`: all of them, they are at most 20.
  HttpResponse list(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(
        "items",
        wiring.webhooks().find(key.tenant()).webhooks().stream()
            .filter(webhook -> knows(key, webhook))
            .map(webhook -> view(webhook, null))
            .toList());
    body.put("nextCursor", null);
    return HttpResponse.json(200, body);
  }

  /// `GET /v1/webhooks/{webhookId}`.
  HttpResponse show(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    return HttpResponse.json(200, view(webhook(request, key), null));
  }

  /// `PATCH /v1/webhooks/{webhookId}`. One that goes on begins where it stopped.
  HttpResponse change(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    WebhookRequest body = request.json(WebhookRequest.class);
    Webhook seen = webhook(request, key);
    Optional<URI> url = Optional.ofNullable(body.url()).map(this::url);
    Optional<Set<IdentityId>> identities =
        body.identities() == null
            ? Optional.empty()
            : Optional.of(identities(key, body.identities()));
    Instant now = now();
    Webhook changed =
        changeWebhook
            .change(
                key.tenant(),
                seen.id(),
                webhook -> {
                  Webhook after =
                      webhook
                          .at(
                              url.orElse(webhook.url()),
                              Objects.requireNonNullElse(body.description(), webhook.description()))
                          .filtered(
                              body.typesOr(webhook.types()),
                              identities.orElse(webhook.identities().keySet()),
                              now);
                  return body.status() == null ? after : status(after, body.status());
                })
            .orElseThrow(WebhookRoutes::notFound);
    wake(changed.id(), key);
    return HttpResponse.json(200, view(changed, null));
  }

  private static Webhook status(Webhook webhook, String status) {
    boolean paused = webhook.pause() != null;
    return status.equals(WebhookRequest.ACTIVE)
        ? webhook.paused(null)
        : paused ? webhook : webhook.paused(Webhook.Pause.ASKED);
  }

  /// `DELETE /v1/webhooks/{webhookId}`: nothing more is sent, what it came to is forgotten.
  HttpResponse delete(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    Webhook webhook = webhook(request, key);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      WebhookBook book = wiring.webhooks().find(key.tenant());
      if (book.find(webhook.id()).isEmpty()) {
        throw notFound();
      }
      if (wiring.webhooks().replace(book, book.without(webhook.id()))) {
        return HttpResponse.noContent();
      }
    }
    throw new StoreBusyException("other writes are in the way of webhook " + webhook.id());
  }

  /// `POST /v1/webhooks/{webhookId}/rotate`: the answer has the new secret. For 24 hours both sign.
  HttpResponse rotate(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    Webhook seen = webhook(request, key);
    Instant now = now();
    Webhook rotated =
        changeWebhook
            .change(key.tenant(), seen.id(), webhook -> webhook.rotated(now))
            .orElseThrow(WebhookRoutes::notFound);
    String secret = wiring.signatures().secret(rotated.id(), rotated.generation());
    return HttpResponse.json(CREATED, view(rotated, secret)).header("cache-control", "no-store");
  }

  /// The webhook of the path.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 404 if the key knows of none
  Webhook webhook(HttpRequest request, ApiKey key) {
    String id = request.param("webhookId");
    request.note("webhook", id);
    return Optional.of(id)
        .filter(text -> Id.hasShape(WebhookId.PREFIX, text))
        .flatMap(text -> wiring.webhooks().find(key.tenant()).find(new WebhookId(text)))
        .filter(webhook -> knows(key, webhook))
        .orElseThrow(WebhookRoutes::notFound);
  }

  private static RuntimeException notFound() {
    return Problem.of(ProblemCode.NOT_FOUND, "This tenant has no webhook with that id.")
        .asException();
  }

  private static boolean knows(ApiKey key, Webhook webhook) {
    return !key.limits().bound()
        || (!webhook.identities().isEmpty()
            && webhook.identities().keySet().stream()
                .allMatch(identity -> key.reaches(key.tenant(), identity)));
  }

  /// The identity with that handle.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 404 if the key knows of none
  IdentityId identity(ApiKey key, String handle) {
    return EmailAddress.tryParse(handle)
        .flatMap(address -> wiring.identities().find(new Handle(address.canonical())))
        .filter(identity -> key.reaches(identity.roster().tenant(), identity.id()))
        .map(Identity::id)
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_FOUND, "This tenant has no identity " + handle + ".")
                .asException());
  }

  private Set<IdentityId> identities(ApiKey key, @Nullable List<String> handles) {
    Set<IdentityId> identities = new LinkedHashSet<>();
    for (String handle : handles == null ? List.<String>of() : handles) {
      identities.add(identity(key, handle));
    }
    if (identities.isEmpty() && key.limits().bound()) {
      throw Problem.of(
              ProblemCode.WIDER_THAN_KEY,
              "This key is bound to certain identities, so the webhook has to name some of them.")
          .withError("identities", ProblemCode.WIDER_THAN_KEY, "is wider than your key's")
          .asException();
    }
    return identities;
  }

  private URI url(String text) {
    wiring
        .targets()
        .fault(text)
        .ifPresent(fault -> {
          throw Problem.invalidField("url", fault).asException();
        });
    return URI.create(text);
  }

  /// Lets the webhook look for events that came while others did not know of it.
  private void wake(WebhookId webhook, ApiKey key) {
    var message = new PushMessage.WakeAll(key.tenant(), webhook);
    if (!wiring.queue().send(List.of(message), SETTLED).isEmpty()) {
      throw Problem.of(ProblemCode.UNAVAILABLE, "The queue did not take it.")
          .withFix("Repeat the request as a PATCH of the webhook " + webhook + ".")
          .asException();
    }
  }

  private WebhookView view(Webhook webhook, @Nullable String secret) {
    return WebhookView.of(webhook, wiring.identities(), now(), secret);
  }

  private Instant now() {
    return Instant.ofEpochMilli(wiring.clock().millis());
  }
}
