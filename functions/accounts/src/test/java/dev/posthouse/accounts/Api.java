package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.posthouse.accounts.AccountsWiring.Stores;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoKeyRings;
import dev.posthouse.dynamodb.DynamoMailboxes;
import dev.posthouse.dynamodb.DynamoMomentPages;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoPurses;
import dev.posthouse.dynamodb.DynamoRateLimits;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The function as its clients see it, and what is stored behind it.
final class Api {
  final Deployment deployment = new Deployment();
  final Stores stores;
  private final List<Duration> held = Collections.synchronizedList(new ArrayList<>());
  private List<Mail> sent = List.of();

  /// A mail of the platform.
  record Mail(EmailAddress to, String subject, String text) {}

  /// Without mail of the platform.
  Api() {
    this(Map.of(), Optional.empty());
  }

  private Api(Map<String, String> settings, Optional<SystemMail> mail) {
    settings.forEach(deployment::setting);
    var table = deployment.table();
    stores =
        new Stores(
            new DynamoTenants(table),
            new DynamoPurses(table),
            new DynamoMomentPages(table),
            new DynamoKeyRings(table),
            new DynamoIdentities(table),
            new DynamoMailboxes(table),
            new DynamoRateLimits(table),
            new DynamoOutbox(table));
    var floor = new Floor(deployment.clock(), held::add);
    deployment.with(platform ->
        new AccountsHandler(platform, AccountsWiring.of(platform, stores, mail, floor)));
  }

  static Api with(Map<String, String> settings) {
    return new Api(settings, Optional.empty());
  }

  static Api with(SystemMail mail) {
    return new Api(Map.of("SIGNUPS_PER_HOUR", "1000"), Optional.of(mail));
  }

  /// With mail of the platform, which is kept.
  static Api withMail() {
    var taken = Collections.synchronizedList(new ArrayList<Mail>());
    Api api =
        with((to, subject, text) -> {
          taken.add(new Mail(to, subject, text));
          return Optional.of("job_%016x".formatted(taken.size()));
        });
    api.sent = taken;
    return api;
  }

  /// How long answers were kept back so far.
  List<Duration> held() {
    return List.copyOf(held);
  }

  /// The mails of the platform so far.
  List<Mail> mails() {
    return List.copyOf(sent);
  }

  Answer call(
      String method,
      String path,
      String bearer,
      Map<String, String> headers,
      @Nullable String body) {
    return deployment.caller(bearer).call(method, path, body, headers);
  }

  /// As a caller at that address.
  Answer from(String ip, String path, String body) {
    APIGatewayV2HTTPEvent event = Deployment.event("POST", path, body, Map.of());
    event.getRequestContext().getHttp().setSourceIp(ip);
    return deployment.call(event);
  }

  Answer post(String path, String bearer, @Nullable String body) {
    return call("POST", path, bearer, Map.of(), body);
  }

  Answer get(String path, String bearer) {
    return call("GET", path, bearer, Map.of(), null);
  }

  Answer operator(String method, String path, @Nullable String body) {
    return call(method, path, Deployment.ADMIN_KEY, Map.of(), body);
  }

  /// Expects a refusal after which everything is as before.
  Answer refused(
      String method, String path, String bearer, @Nullable String body, int status, String code) {
    return deployment.refused(status, code, () -> call(method, path, bearer, Map.of(), body));
  }

  static String signUpBody(String alias) {
    return ("{\"mailboxAlias\":\"%s\",\"agentName\":\"Ada\",\"operatorEmail\":\"ops@example.com\","
            + "\"productName\":\"Engine\",\"useCase\":\"To reckon.\"}")
        .formatted(alias);
  }

  Answer signUp(String alias, Map<String, String> headers) {
    return call("POST", "/public/signup", "", headers, signUpBody(alias));
  }

  /// The token of a new mailbox.
  String token(String alias) {
    Answer answer = signUp(alias, Map.of());
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
    return answer.text("accessToken");
  }

  /// Stores a tenant, and gives the secret of its key.
  String keyOf(Tenant tenant, Scope... scopes) {
    KeySecret secret = Fixtures.secret();
    ApiKey full = Fixtures.key(tenant.id(), secret);
    stores.tenants().create(tenant, narrowed(full, Set.of(scopes), KeyLimits.NONE, null), secret);
    return secret.reveal();
  }

  /// Another key of that tenant.
  String keyOf(TenantId tenant, KeyLimits limits, @Nullable Instant end) {
    KeySecret secret = KeySecret.draw(limits.kind(), deployment.random());
    ApiKey full = Fixtures.key(tenant, secret);
    stores.tenants().addKey(narrowed(full, EnumSet.allOf(Scope.class), limits, end), secret);
    return secret.reveal();
  }

  private static ApiKey narrowed(
      ApiKey key, Set<Scope> scopes, KeyLimits limits, @Nullable Instant end) {
    return new ApiKey(
        key.id(), key.tenant(), key.name(), key.hint(), scopes, limits, Fixtures.NOW, end);
  }

  ApiKey stored(String secret) {
    return stores.tenants().key(KeySecret.parse(secret).orElseThrow()).orElseThrow();
  }

  /// Whether that secret is let in.
  boolean works(String secret) {
    return get("/v1/tenants/tnt_01J0000000000000000000000Z/send-policy", secret).status() != 401;
  }

  static Map<String, String> keyed(String idempotencyKey) {
    return new HashMap<>(Map.of("idempotency-key", idempotencyKey));
  }
}
