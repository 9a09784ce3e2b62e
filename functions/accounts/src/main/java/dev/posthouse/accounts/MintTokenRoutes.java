package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.domain.tenant.Tenants.KeyAddition;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// `POST /v1/auth/tokens`: a token of a tenant or of one of its mailboxes, by the operator's word.
final class MintTokenRoutes {
  private final AdminKey adminKey;
  private final Tenants tenants;
  private final Identities identities;
  private final MailboxTokens tokens;
  private final InstantSource clock;

  MintTokenRoutes(
      AdminKey adminKey,
      Tenants tenants,
      Identities identities,
      MailboxTokens tokens,
      InstantSource clock) {
    this.adminKey = adminKey;
    this.tenants = tenants;
    this.identities = identities;
    this.tokens = tokens;
    this.clock = clock;
  }

  HttpResponse mint(HttpRequest request) {
    adminKey.demandOf(request);
    MintTokenRequest body = request.json(MintTokenRequest.class);
    request.note("tenant", body.tenant().value());
    KeyLimits limits =
        body.mailbox() == null ? KeyLimits.NONE : KeyLimits.of(mailbox(body, body.mailbox()).id());
    MailboxTokens.Token token = token(body, limits, request.idempotencyKey(null));
    ApiKey key = token.key();
    return switch (tenants.addKey(key, token.secret())) {
      case KeyAddition.Added() -> {
        request.note("minted", key.id().value());
        yield Secrets.created(
            new Minted(
                token.secret().reveal(),
                key.id().value(),
                Objects.requireNonNull(key.expiresAt()),
                key.scopes().stream().sorted().map(Scope::wire).toList()));
      }
      case KeyAddition.AlreadyThere(ApiKey there) when sameRequest(there, key) ->
          throw Secrets.alreadyMade(
              there.id(), "If the token is lost, mint another under a new Idempotency-Key.");
      case KeyAddition.AlreadyThere _ -> throw Secrets.keyReused();
      case KeyAddition.NoSuchTenant() -> throw Secrets.noSuchTenant();
    };
  }

  /// The answer.
  ///
  /// @param token the secret, shown here and never again
  record Minted(String token, String keyId, Instant expiresAt, List<String> scopes) {}

  private MailboxTokens.Token token(
      MintTokenRequest body, KeyLimits limits, Optional<String> idempotencyKey) {
    Instant now = clock.instant();
    MailboxTokens.Token token =
        tokens.draw(
            body.tenant(),
            limits,
            Objects.requireNonNull(body.name()),
            body.granted(),
            now,
            now.plus(body.lifetime()));
    return idempotencyKey
        .map(key ->
            JobIds.sha256("POST /v1/auth/tokens\0" + body.tenant() + "\0" + key)
                .substring(0, Ulids.LENGTH))
        .map(id -> token.named(new KeyId(KeyId.PREFIX + id)))
        .orElse(token);
  }

  private Identity mailbox(MintTokenRequest body, String address) {
    return EmailAddress.tryParse(address)
        .map(parsed -> new Handle(parsed.canonical()))
        .flatMap(identities::find)
        .filter(
            identity -> identity.selfServe() && identity.roster().tenant().equals(body.tenant()))
        .orElseThrow(
            () -> Problem.invalidField("mailbox", "is no mailbox of this tenant's").asException());
  }

  private static boolean sameRequest(ApiKey there, ApiKey asked) {
    return there.name().equals(asked.name())
        && there.scopes().equals(asked.scopes())
        && there.limits().equals(asked.limits())
        && lifetime(there).equals(lifetime(asked));
  }

  private static Duration lifetime(ApiKey key) {
    return key.expiresAt() == null
        ? Duration.ZERO
        : Duration.between(key.createdAt(), key.expiresAt());
  }
}
