package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.key;
import static dev.posthouse.testing.Fixtures.secret;
import static dev.posthouse.testing.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BlockedSenders;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.Mailboxes.Opening;
import dev.posthouse.domain.tenant.Signup;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [Mailboxes] promises: a mailbox comes with all that belongs to it or not at all, and
/// its address belongs to one.
public interface MailboxesContract extends StoreContract {
  Mailboxes mailboxes();

  @Test
  default void aTenantIsOpenedWithItsMailboxAndItsToken() {
    Tenant tenant = tenant();
    Identity mailbox = mailbox(tenant.id(), Fixtures.handle());
    KeySecret secret = secret();
    ApiKey token = token(mailbox, secret);

    assertThat(mailboxes().open(tenant, signup(mailbox), mailbox, token, secret))
        .isEqualTo(new Opening.Opened());

    assertThat(ports().tenants().find(tenant.id())).contains(tenant);
    assertThat(ports().tenants().key(secret)).contains(token);
    assertThat(mailboxes().signup(tenant.id())).contains(signup(mailbox));
    assertThat(ports().identities().list(tenant.id(), Optional.empty(), 10))
        .containsExactly(mailbox);
  }

  @Test
  default void itsAddressIsBothAHandleAndAMailbox() {
    Identity mailbox = opened();
    EmailAddress address = EmailAddress.parse(mailbox.handle().value());

    assertThat(ports().identities().find(mailbox.handle())).contains(mailbox);
    assertThat(ports().identities().owner(address)).contains(mailbox.id());
    assertThat(ports().identities().roster(mailbox.id())).contains(mailbox.roster());
    assertThat(ports().identities().create(Fixtures.identity(mailbox.handle()))).isFalse();
    Roster pool = Fixtures.pool(ports(), 150);
    var same = new Mailbox(0, address, MailboxState.ACTIVE, 0, 100, 4);
    assertThat(ports().identities().addMailboxes(pool, List.of(same), NOW))
        .isEqualTo(new PoolChange.AddressTaken(address));
  }

  @Test
  default void anAddressThatIsTakenLeavesNothingBehind() {
    Handle handle = opened().handle();
    Identity rotated = Fixtures.identity(Fixtures.handle());
    assertThat(ports().identities().create(rotated)).isTrue();
    for (Handle taken : List.of(handle, rotated.handle())) {
      Tenant tenant = tenant();
      Identity mailbox = mailbox(tenant.id(), taken);
      KeySecret secret = secret();

      assertThat(mailboxes().open(tenant, signup(mailbox), mailbox, token(mailbox, secret), secret))
          .isEqualTo(new Opening.AddressTaken());

      assertThat(ports().tenants().find(tenant.id())).isEmpty();
      assertThat(ports().tenants().key(secret)).isEmpty();
      assertThat(ports().identities().roster(mailbox.id())).isEmpty();
      assertThat(mailboxes().signup(tenant.id())).isEmpty();
    }
  }

  @Test
  default void aTenantIsOpenedOnce() {
    Identity first = opened();
    TenantId id = first.roster().tenant();
    Tenant tenant = ports().tenants().find(id).orElseThrow();
    KeySecret secret = secret();
    for (Handle handle : List.of(first.handle(), Fixtures.handle())) {
      Identity again = mailbox(id, handle);

      assertThat(mailboxes().open(tenant, signup(again), again, token(again, secret), secret))
          .isEqualTo(new Opening.AlreadyThere());

      assertThat(ports().tenants().key(secret)).isEmpty();
      assertThat(mailboxes().signup(id)).contains(signup(first));
    }
  }

  @Test
  default void ofManyWhoWantAnAddressOneGetsIt() {
    Handle handle = Fixtures.handle();

    List<Opening> openings =
        Race.run(
            50,
            number ->
                () -> {
                  Tenant tenant = tenant();
                  Identity mailbox = mailbox(tenant.id(), handle);
                  KeySecret secret = secret();
                  return mailboxes()
                      .open(tenant, signup(mailbox), mailbox, token(mailbox, secret), secret);
                });

    assertThat(openings).containsOnlyOnce(new Opening.Opened());
    assertThat(openings).containsOnly(new Opening.Opened(), new Opening.AddressTaken());
  }

  @Test
  default void furtherMailboxesAreCountedExactly() {
    TenantId tenant = opened().roster().tenant();

    List<Opening> openings = Race.run(24, number -> () -> add(mailbox(tenant, Fixtures.handle())));

    assertThat(openings).filteredOn(new Opening.Opened()::equals).hasSize(19);
    assertThat(openings).filteredOn(new Opening.TooMany()::equals).hasSize(5);
    assertThat(ports().identities().list(tenant, Optional.empty(), 50)).hasSize(20);
  }

  @Test
  default void aTenantMadeByTheOperatorMayHaveMailboxesToo() {
    TenantId tenant = Fixtures.pool(ports(), 150).tenant();
    Identity mailbox = mailbox(tenant, Fixtures.handle());
    KeySecret secret = secret();
    ApiKey token = token(mailbox, secret);

    assertThat(mailboxes().add(mailbox, token, secret)).isEqualTo(new Opening.Opened());

    assertThat(ports().tenants().key(secret)).contains(token);
    assertThat(ports().identities().find(mailbox.handle())).contains(mailbox);
    assertThat(mailboxes().signup(tenant)).isEmpty();
  }

  @Test
  default void aFurtherMailboxIsRefusedByTheFirstReason() {
    Identity first = opened();
    TenantId tenant = first.roster().tenant();

    assertThat(add(mailbox(Fixtures.tenantId(), Fixtures.handle())))
        .isEqualTo(new Opening.NoSuchTenant());
    assertThat(add(mailbox(tenant, first.handle()))).isEqualTo(new Opening.AddressTaken());
    assertThat(add(first)).isEqualTo(new Opening.AlreadyThere());
    for (int i = 0; i < 19; i++) {
      // What was refused is not counted.
      assertThat(add(mailbox(tenant, Fixtures.handle()))).isEqualTo(new Opening.Opened());
    }
    assertThat(add(mailbox(tenant, first.handle()))).isEqualTo(new Opening.TooMany());
    assertThat(add(first)).isEqualTo(new Opening.AlreadyThere());
  }

  @Test
  default void blockedSendersAreReplaced() {
    Identity mailbox = opened();
    var some = new BlockedSenders(Set.of("eve@example.com", "example.net"));

    assertThat(mailboxes().blockedSenders(mailbox.id())).isEqualTo(BlockedSenders.NONE);
    assertThat(mailboxes().block(mailbox.id(), some)).isTrue();
    assertThat(mailboxes().blockedSenders(mailbox.id())).isEqualTo(some);
    assertThat(mailboxes().block(mailbox.id(), BlockedSenders.NONE)).isTrue();

    assertThat(mailboxes().blockedSenders(mailbox.id())).isEqualTo(BlockedSenders.NONE);
    assertThat(ports().identities().find(mailbox.handle())).contains(mailbox);
  }

  @Test
  default void nobodyIsBlockedByAMailboxThatIsNotThere() {
    Identity missing = mailbox(Fixtures.tenantId(), Fixtures.handle());

    assertThat(mailboxes().block(missing.id(), BlockedSenders.NONE)).isFalse();

    assertThat(mailboxes().blockedSenders(missing.id())).isEqualTo(BlockedSenders.NONE);
  }

  /// A self-serve mailbox that is stored, with its tenant.
  private Identity opened() {
    Tenant tenant = tenant();
    Identity mailbox = mailbox(tenant.id(), Fixtures.handle());
    KeySecret secret = secret();
    assertThat(mailboxes().open(tenant, signup(mailbox), mailbox, token(mailbox, secret), secret))
        .isEqualTo(new Opening.Opened());
    return mailbox;
  }

  private Opening add(Identity mailbox) {
    KeySecret secret = secret();
    return mailboxes().add(mailbox, token(mailbox, secret), secret);
  }

  private static Identity mailbox(TenantId tenant, Handle handle) {
    var only =
        new Mailbox(0, EmailAddress.parse(handle.value()), MailboxState.ACTIVE, 100, 100, 1_000);
    var roster =
        new Roster(
            Fixtures.identityId(),
            tenant,
            handle,
            "Ada",
            IdentityState.ACTIVE,
            1_000,
            1,
            List.of(only));
    return new Identity(handle, Identity.SELF_SERVE, NOW, "request", roster);
  }

  private static Signup signup(Identity mailbox) {
    return new Signup(
        mailbox.roster().tenant(),
        mailbox.id(),
        EmailAddress.parse(mailbox.handle().value()),
        "Ada",
        "Engine",
        "To reckon\nand to tell.",
        "fingerprint");
  }

  private static ApiKey token(Identity mailbox, KeySecret secret) {
    ApiKey key = key(mailbox.roster().tenant(), secret);
    return new ApiKey(
        key.id(),
        key.tenant(),
        "token",
        secret.hint(),
        key.scopes(),
        KeyLimits.of(mailbox.id()),
        NOW,
        NOW.plusSeconds(3_600));
  }
}
