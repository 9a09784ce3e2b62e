package dev.posthouse.accounts;

import dev.posthouse.accounts.RotateRequest.Delivery;
import dev.posthouse.accounts.RotateResponse.DeliveryStatus;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeyRing.Rotation;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What a key or token does with itself: it replaces its secret, or ends.
final class TokenRoutes {
  private final Access access;
  private final RotateToken rotateToken;
  private final Identities identities;
  private final Notice notice;
  private final InstantSource clock;

  TokenRoutes(
      Access access,
      RotateToken rotateToken,
      Identities identities,
      Notice notice,
      InstantSource clock) {
    this.access = access;
    this.rotateToken = rotateToken;
    this.identities = identities;
    this.notice = notice;
    this.clock = clock;
  }

  HttpResponse rotate(HttpRequest request) {
    ApiKey key = access.authenticate(request);
    RotateRequest body = request.jsonOrEmpty(RotateRequest.class);
    Optional<IdentityId> mailbox = key.limits().mailbox();
    if (body.whereTo() != Delivery.INLINE && mailbox.isEmpty()) {
      throw Problem.invalidField("delivery", "is inline, unless the token is a mailbox's")
          .asException();
    }
    Optional<KeyRing.Request> keyed =
        request
            .idempotencyKey(null)
            .map(text -> new KeyRing.Request(JobIds.sha256(text), body.fingerprint()));
    RotateToken.Rotated rotated = rotateToken.rotate(key, secret(request), body.grace(), keyed);
    return switch (rotated.rotation()) {
      case Rotation.Rotated done -> Secrets.created(answer(done, rotated.fresh(), body));
      case Rotation.Gone() -> throw gone(request);
      case Rotation.Repeated(boolean same) ->
          throw same
              ? Secrets.alreadyMade(
                  key.id(), "If the secret is lost, rotate again under a new Idempotency-Key.")
              : Secrets.keyReused();
      case Rotation.TooMany(Instant until) ->
          throw Problem.of(
                  ProblemCode.RATE_LIMITED,
                  "%d secrets of this key work already.".formatted(KeyRing.SECRETS_MAX))
              .withFix("Revoke one with POST /v1/auth/token/revoke, or wait.")
              .withRetryAfter(Duration.between(clock.instant(), until))
              .asException();
    };
  }

  private static KeySecret secret(HttpRequest request) {
    return KeySecret.parse(request.bearer()).orElseThrow();
  }

  /// 401 for a secret that worked a moment ago, as for one that did not.
  private ProblemException gone(HttpRequest request) {
    access.authenticate(request);
    return Problem.of(ProblemCode.INVALID_TOKEN, "This key was revoked.").asException();
  }

  private RotateResponse answer(Rotation.Rotated done, KeySecret fresh, RotateRequest body) {
    ApiKey key = done.key();
    Optional<IdentityId> mailbox =
        body.whereTo() == Delivery.INLINE ? Optional.empty() : key.limits().mailbox();
    DeliveryStatus status = mailbox.map(id -> mail(id, fresh)).orElse(DeliveryStatus.SKIPPED);
    boolean queued = status == DeliveryStatus.QUEUED;
    boolean shown = body.whereTo() != Delivery.SELF_MAILBOX || !queued;
    return new RotateResponse(
        shown ? fresh.reveal() : null,
        key.expiresAt(),
        key.scopes().stream().sorted().map(Scope::wire).toList(),
        clock.instant().isBefore(done.oldEnd()),
        done.oldEnd(),
        body.whereTo(),
        status,
        queued ? mailbox.map(id -> MailboxId.of(id, 0).value()).orElse(null) : null);
  }

  private DeliveryStatus mail(IdentityId mailbox, KeySecret fresh) {
    Optional<EmailAddress> address =
        identities.roster(mailbox).map(roster -> EmailAddress.parse(roster.handle().value()));
    String text = "The new token of this mailbox:\n\n%s\n".formatted(fresh.reveal());
    return address
            .map(to -> notice.send(to, "Your new token", text).status())
            .filter(Notice.Status.QUEUED::equals)
            .isPresent()
        ? DeliveryStatus.QUEUED
        : DeliveryStatus.UNAVAILABLE;
  }

  HttpResponse revoke(HttpRequest request) {
    ApiKey key = access.authenticate(request);
    if (!rotateToken.revoke(key, secret(request))) {
      throw gone(request);
    }
    return HttpResponse.json(200, new Revoked(key.id().value(), true, clock.instant()));
  }

  /// The answer of `POST /v1/auth/token/revoke`.
  record Revoked(String keyId, boolean revoked, Instant revokedAt) {}
}
