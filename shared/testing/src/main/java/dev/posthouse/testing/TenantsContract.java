package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.key;
import static dev.posthouse.testing.Fixtures.secret;
import static dev.posthouse.testing.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.Tenants.KeyAddition;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.tenant.Tenants] promises.
public interface TenantsContract extends StoreContract {
  @Test
  default void aTenantIsReadAsItWasCreated() {
    Tenant tenant =
        new Tenant(
            Fixtures.tenantId(),
            "Büro für Träume 📮",
            Fixtures.person(),
            BillingState.PAID_REVIEW,
            OutboundStatus.EXTERNAL_REVIEW,
            Set.of("example.net", "xn--bcher-kva.example"),
            NOW.plusMillis(7));

    create(tenant);

    assertThat(ports().tenants().find(tenant.id())).contains(tenant);
  }

  @Test
  default void aKeyIsFoundByItsSecret() {
    Tenant tenant = tenant();
    KeySecret secret = secret();
    ApiKey key = key(tenant.id(), secret);

    ports().tenants().create(tenant, key, secret);

    assertThat(ports().tenants().key(secret)).contains(key);
  }

  @Test
  default void eachKeyOfATenantIsFoundByItsOwnSecret() {
    Tenant tenant = tenant();
    KeySecret firstSecret = secret();
    ApiKey first = key(tenant.id(), firstSecret);
    KeySecret secondSecret = secret();
    var second =
        new ApiKey(
            key(tenant.id(), secondSecret).id(),
            tenant.id(),
            "read only, for a day",
            secondSecret.hint(),
            Set.of(Scope.MAIL_READ, Scope.EVENTS_READ),
            NOW,
            NOW.plus(Duration.ofDays(1)));
    ports().tenants().create(tenant, first, firstSecret);

    assertThat(ports().tenants().addKey(second, secondSecret)).isEqualTo(new KeyAddition.Added());

    assertThat(ports().tenants().key(firstSecret)).contains(first);
    assertThat(ports().tenants().key(secondSecret)).contains(second);
  }

  @Test
  default void aKeyWithoutScopesStaysWithoutScopes() {
    Tenant tenant = tenant();
    KeySecret secret = secret();
    ApiKey full = key(tenant.id(), secret);
    var bare = new ApiKey(full.id(), tenant.id(), full.name(), full.hint(), Set.of(), NOW, null);

    ports().tenants().create(tenant, bare, secret);

    assertThat(ports().tenants().key(secret)).contains(bare);
  }

  @Test
  default void anUnknownSecretFindsNoKey() {
    create(tenant());

    assertThat(ports().tenants().key(secret())).isEmpty();
  }

  @Test
  default void aTenantThatDoesNotExistGetsNoKey() {
    KeySecret secret = secret();

    assertThat(ports().tenants().addKey(key(Fixtures.tenantId(), secret), secret))
        .isEqualTo(new KeyAddition.NoSuchTenant());

    assertThat(ports().tenants().key(secret)).isEmpty();
  }

  @Test
  default void aTenantIsNotCreatedOverAnother() {
    Tenant first = tenant();
    create(first);
    KeySecret secret = secret();

    assertThat(ports().tenants().create(first, key(first.id(), secret), secret)).isFalse();

    assertThat(ports().tenants().key(secret)).isEmpty();
    assertThat(ports().tenants().find(first.id())).contains(first);
  }

  @Test
  default void aKeyIsNotAddedOverAnother() {
    Tenant tenant = tenant();
    create(tenant);
    KeySecret firstSecret = secret();
    ApiKey first = key(tenant.id(), firstSecret);
    ports().tenants().addKey(first, firstSecret);
    KeySecret secret = secret();
    var again =
        new ApiKey(
            first.id(), tenant.id(), "another", secret.hint(), Set.of(Scope.MAIL_READ), NOW, null);

    assertThat(ports().tenants().addKey(again, secret))
        .isEqualTo(new KeyAddition.AlreadyThere(first));

    assertThat(ports().tenants().key(secret)).isEmpty();
    assertThat(ports().tenants().key(firstSecret)).contains(first);
  }

  @Test
  @Racing
  default void ofManyKeysWithOneIdOneIsAdded() {
    Tenant tenant = tenant();
    create(tenant);
    ApiKey id = key(tenant.id(), secret());

    List<KeyAddition> additions =
        Race.run(
            8,
            number ->
                () -> {
                  KeySecret secret = secret();
                  var key =
                      new ApiKey(
                          id.id(), tenant.id(), "one", secret.hint(), id.scopes(), NOW, null);
                  return ports().tenants().addKey(key, secret);
                });

    assertThat(additions).containsOnlyOnce(new KeyAddition.Added());
  }

  @Test
  default void theOutboundStatusIsReplacedAndNothingElse() {
    Tenant tenant = tenant();
    create(tenant);
    for (OutboundStatus status : OutboundStatus.values()) {
      assertThat(ports().tenants().setOutboundStatus(tenant.id(), status)).isTrue();

      assertThat(ports().tenants().find(tenant.id()))
          .contains(
              new Tenant(
                  tenant.id(),
                  tenant.name(),
                  tenant.operatorEmail(),
                  tenant.billingState(),
                  status,
                  tenant.suppressedDomains(),
                  tenant.createdAt()));
    }
  }

  @Test
  default void aPolicyIsReplacedIfItIsStillTheOneDecidedOn() {
    Tenant tenant = tenant();
    create(tenant);
    var review = new SendPolicy(BillingState.PAID_REVIEW, OutboundStatus.EXTERNAL_REVIEW);
    var suspended = new SendPolicy(BillingState.PAID_REVIEW, OutboundStatus.SUSPENDED);
    var free = new SendPolicy(BillingState.FREE, OutboundStatus.EXTERNAL_REVIEW);

    assertThat(
            ports().tenants().changePolicy(tenant.id(), tenant.policy(), review, NOW.plusMillis(1)))
        .isTrue();
    for (SendPolicy other : List.of(tenant.policy(), suspended, free)) {
      assertThat(ports().tenants().changePolicy(tenant.id(), other, tenant.policy(), NOW))
          .isFalse();
    }

    assertThat(ports().tenants().find(tenant.id()))
        .contains(tenant.with(review, NOW.plusMillis(1)));
    assertThat(
            ports()
                .tenants()
                .changePolicy(
                    tenant.id(), review, suspended, "Beschwerden: 5 %", NOW.plusMillis(2)))
        .isTrue();
    Tenant stopped =
        tenant.with(review, NOW).with(suspended, "Beschwerden: 5 %", NOW.plusMillis(2));
    assertThat(ports().tenants().find(tenant.id())).contains(stopped);
    assertThat(stopped.clearedAt()).isNull();
    ports().tenants().changePolicy(tenant.id(), suspended, review, NOW.plusMillis(3));
    assertThat(ports().tenants().find(tenant.id()))
        .contains(stopped.with(review, NOW.plusMillis(3)))
        .map(Tenant::clearedAt)
        .contains(NOW.plusMillis(3));
    Tenant missing = tenant();
    assertThat(ports().tenants().changePolicy(missing.id(), missing.policy(), review, NOW))
        .isFalse();
    assertThat(ports().tenants().find(missing.id())).isEmpty();
  }

  @Test
  default void aTenantThatDoesNotExistHasNoStatus() {
    Tenant missing = tenant();

    assertThat(ports().tenants().setOutboundStatus(missing.id(), OutboundStatus.SUSPENDED))
        .isFalse();

    assertThat(ports().tenants().find(missing.id())).isEmpty();
  }

  private void create(Tenant tenant) {
    KeySecret secret = secret();
    ports().tenants().create(tenant, key(tenant.id(), secret), secret);
  }
}
