package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class AccessTest {
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final IdentityId ONE = new IdentityId("idn_0123456789abcdef");
  private static final IdentityId TWO = new IdentityId("idn_fedcba9876543210");

  /// A header may hold anything: a caller hears 401, never 500.
  @Test
  void readingABearerNeverFails() {
    var random = new Random(20310514);
    String good = KeySecret.draw(random).reveal();
    for (int i = 0; i < 20_000; i++) {
      String header = mutated(random, "Bearer " + good);
      HttpRequest request = request(header);
      Optional<KeySecret> secret = request.bearerIfAny().flatMap(KeySecret::parse);
      secret.ifPresent(read -> assertThat(header).contains(read.reveal()));
      try {
        request.bearer();
      } catch (ProblemException refusal) {
        assertThat(refusal.problem().code()).isEqualTo(ProblemCode.MISSING_TOKEN);
      }
    }
  }

  private static String mutated(Random random, String text) {
    var out = new StringBuilder(text);
    for (int i = random.nextInt(6); i >= 0; i--) {
      int at = random.nextInt(out.length() + 1);
      switch (random.nextInt(4)) {
        case 0 -> out.insert(at, (char) random.nextInt(Character.MAX_VALUE + 1));
        case 1 -> out.setLength(at);
        case 2 -> out.insert(at, " ");
        default -> out.insert(at, out.substring(at));
      }
    }
    return out.toString();
  }

  private static HttpRequest request(String authorization) {
    return new HttpRequest(
        "GET /",
        "GET",
        "/",
        Map.of(),
        Map.<String, List<String>>of(),
        Map.of("authorization", authorization),
        new byte[0],
        "req-1",
        "192.0.2.7",
        "api.example.com");
  }

  @Test
  void anIdentityOutOfReachIsNotThere() {
    Access.demandIdentity(key(KeyLimits.NONE), TENANT, ONE);
    Access.demandIdentity(key(KeyLimits.of(ONE)), TENANT, ONE);

    refused(404, () -> Access.demandIdentity(key(KeyLimits.of(ONE)), TENANT, TWO));
    refused(
        404,
        () ->
            Access.demandIdentity(key(KeyLimits.NONE), new TenantId("tnt_fedcba9876543210"), ONE));
  }

  @Test
  void selfIsTheOneMailboxOfAKey() {
    assertThat(Access.self(key(KeyLimits.of(ONE)))).isEqualTo(ONE);
    assertThat(Access.self(key(bound(Set.of(TWO))))).isEqualTo(TWO);

    refused(403, () -> Access.self(key(KeyLimits.NONE)));
    refused(403, () -> Access.self(key(bound(Set.of(ONE, TWO)))));
  }

  @Test
  void aBoundKeySpeaksNotForTheWholeTenant() {
    Access.demandUnbound(key(KeyLimits.NONE));

    refused(403, () -> Access.demandUnbound(key(KeyLimits.of(ONE))));
    refused(403, () -> Access.demandUnbound(key(bound(Set.of(ONE)))));
  }

  private static void refused(int status, ThrowingCallable call) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(call)
        .satisfies(refusal -> assertThat(refusal.problem().status()).isEqualTo(status));
  }

  private static KeyLimits bound(Set<IdentityId> identities) {
    return new KeyLimits(identities, Set.of(), Optional.empty(), Optional.empty(), false);
  }

  private static ApiKey key(KeyLimits limits) {
    return new ApiKey(
        new KeyId("key_0123456789abcdef"),
        TENANT,
        "key",
        "hint",
        Set.of(Scope.MAIL_READ),
        limits,
        Instant.EPOCH,
        null);
  }
}
