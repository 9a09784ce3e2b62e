package dev.posthouse.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiKeyTest {
  private static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");
  private static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  private static final IdentityId ONE = new IdentityId("idn_0123456789abcdef");
  private static final IdentityId TWO = new IdentityId("idn_fedcba9876543210");
  private static final KeyId ID = new KeyId("key_0123456789abcdef");
  private static final KeyId OTHER = new KeyId("key_fedcba9876543210");

  @Test
  void aKeyReachesItsTenantsIdentities() {
    assertThat(key(KeyLimits.NONE).reaches(TENANT, ONE)).isTrue();
    assertThat(key(KeyLimits.NONE).reaches(new TenantId("tnt_fedcba9876543210"), ONE)).isFalse();
    assertThat(key(bound(ONE)).reaches(TENANT, ONE)).isTrue();
    assertThat(key(bound(ONE)).reaches(TENANT, TWO)).isFalse();
    assertThat(key(KeyLimits.of(ONE)).reaches(TENANT, ONE)).isTrue();
    assertThat(key(KeyLimits.of(ONE)).reaches(TENANT, TWO)).isFalse();
  }

  @Test
  void recipientsAreAllowedByDomainWithoutItsSubdomains() {
    KeyLimits some = domains("example.com");

    assertThat(KeyLimits.NONE.allows(address("a@example.net"))).isTrue();
    assertThat(some.allows(address("a@Example.com"))).isTrue();
    assertThat(some.allows(address("a@mail.example.com"))).isFalse();
    assertThat(some.allows(address("example.com@example.net"))).isFalse();
  }

  @Test
  void whatAKeyIsTellsItsKind() {
    assertThat(KeyLimits.NONE.kind()).isEqualTo(KeySecret.Kind.LIVE);
    assertThat(test().kind()).isEqualTo(KeySecret.Kind.TEST);
    assertThat(KeyLimits.of(ONE).kind()).isEqualTo(KeySecret.Kind.MAILBOX);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new KeyLimits(Set.of(), Set.of(), Optional.empty(), Optional.of(ONE), true));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new KeyLimits(Set.of(TWO), Set.of(), Optional.empty(), Optional.of(ONE), false));
  }

  @Test
  void noKeyIsWiderThanItself() {
    for (KeyLimits limits :
        new KeyLimits[] {
          KeyLimits.NONE,
          bound(ONE),
          domains("a.example"),
          budget(1, 2, ID),
          test(),
          KeyLimits.of(ONE)
        }) {
      assertThat(key(limits).widerThan(key(limits))).isEmpty();
      assertThat(key(limits).widerThan(key(KeyLimits.NONE))).isEmpty();
    }
  }

  @Test
  void eachLimitIsCompared() {
    assertThat(key(KeyLimits.NONE).widerThan(key(bound(ONE)))).containsExactly("identities");
    assertThat(key(bound(ONE, TWO)).widerThan(key(bound(ONE)))).containsExactly("identities");
    assertThat(key(bound(ONE)).widerThan(key(bound(ONE, TWO)))).isEmpty();
    assertThat(key(KeyLimits.NONE).widerThan(key(domains("a.example"))))
        .containsExactly("recipientDomains");
    assertThat(key(domains("b.example")).widerThan(key(domains("a.example"))))
        .containsExactly("recipientDomains");
    assertThat(key(KeyLimits.NONE).widerThan(key(test()))).containsExactly("test");
    assertThat(key(test()).widerThan(key(KeyLimits.NONE))).isEmpty();
    assertThat(key(bound(ONE)).widerThan(key(KeyLimits.of(ONE)))).contains("mailbox");
    assertThat(key(Set.of(Scope.MAIL_SEND), null).widerThan(key(KeyLimits.NONE)))
        .containsExactly("scopes");
  }

  @Test
  void anEndIsNoLater() {
    ApiKey ends = key(Set.of(Scope.MAIL_READ), NOW);

    assertThat(key(KeyLimits.NONE).widerThan(ends)).containsExactly("expiresAt");
    assertThat(key(Set.of(Scope.MAIL_READ), NOW.plusMillis(1)).widerThan(ends))
        .containsExactly("expiresAt");
    assertThat(key(Set.of(Scope.MAIL_READ), NOW.minusMillis(1)).widerThan(ends)).isEmpty();
    assertThat(ends.widerThan(key(KeyLimits.NONE))).isEmpty();
  }

  @Test
  void aBudgetIsNoLargerAndOfTheSamePot() {
    ApiKey five = key(budget(5, null, ID));

    assertThat(key(budget(5, 1, ID)).widerThan(five)).isEmpty();
    assertThat(key(budget(6, null, ID)).widerThan(five)).containsExactly("budget");
    assertThat(key(budget(null, 1, ID)).widerThan(five)).containsExactly("budget");
    assertThat(key(budget(1, null, OTHER)).widerThan(five)).containsExactly("budget");
    assertThat(key(KeyLimits.NONE).widerThan(five)).containsExactly("budget");
  }

  @Test
  void aBudgetLimitsSomethingAndIsInRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> budget(null, null, ID));
    assertThatIllegalArgumentException().isThrownBy(() -> budget(-1, null, ID));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget(null, KeyBudget.COUNT_MAX + 1, ID));
    assertThat(budget(0, KeyBudget.COUNT_MAX, ID).budget()).isPresent();
  }

  private static EmailAddress address(String text) {
    return EmailAddress.parse(text);
  }

  private static KeyLimits bound(IdentityId... identities) {
    return new KeyLimits(Set.of(identities), Set.of(), Optional.empty(), Optional.empty(), false);
  }

  private static KeyLimits domains(String... domains) {
    return new KeyLimits(Set.of(), Set.of(domains), Optional.empty(), Optional.empty(), false);
  }

  private static KeyLimits test() {
    return new KeyLimits(Set.of(), Set.of(), Optional.empty(), Optional.empty(), true);
  }

  private static KeyLimits budget(@Nullable Integer sends, @Nullable Integer fresh, KeyId pot) {
    var budget = new KeyBudget(count(sends), count(fresh), pot);
    return new KeyLimits(Set.of(), Set.of(), Optional.of(budget), Optional.empty(), false);
  }

  private static OptionalInt count(@Nullable Integer count) {
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }

  private static ApiKey key(KeyLimits limits) {
    return new ApiKey(ID, TENANT, "key", "hint", Set.of(Scope.MAIL_READ), limits, NOW, null);
  }

  private static ApiKey key(Set<Scope> scopes, @Nullable Instant end) {
    return new ApiKey(ID, TENANT, "key", "hint", scopes, NOW, end);
  }
}
