package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.SendCommand;
import dev.posthouse.domain.outbound.SendEmail;
import dev.posthouse.domain.outbound.SendResult;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The mailbox that the platform's own mail goes out from: an identity of a tenant that nobody has
/// a key of, made when it is first needed. It takes the way of all mail, with its own cap and
/// nobody's credits.
///
/// Its handle is `system@` the platform's domain, which nobody can sign up for. Where the operator
/// names another address later, that one is added and the one before sends no more.
final class SystemMailbox implements SystemMail {
  /// Most messages per UTC day.
  static final int DAILY_CAP = 10_000;

  private static final String NAME = "0000000000000000000SYSTEM";
  private static final TenantId TENANT = new TenantId(TenantId.PREFIX + "0" + NAME);
  private static final IdentityId IDENTITY = new IdentityId(IdentityId.PREFIX + "0" + NAME);
  private static final int FINGERPRINT_LENGTH = 32;
  private static final int WARM = 100;

  private final EmailAddress address;
  private final String platformDomain;
  private final Tenants tenants;
  private final Identities identities;
  private final RosterCache rosters;
  private final SendEmail sendEmail;
  private final InstantSource clock;
  private final RandomGenerator random;

  SystemMailbox(
      EmailAddress address,
      String platformDomain,
      Tenants tenants,
      Identities identities,
      RosterCache rosters,
      SendEmail sendEmail,
      InstantSource clock,
      RandomGenerator random) {
    this.address = address;
    this.platformDomain = platformDomain;
    this.tenants = tenants;
    this.identities = identities;
    this.rosters = rosters;
    this.sendEmail = sendEmail;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Optional<String> send(EmailAddress to, String subject, String text) {
    var command =
        new SendCommand(
            roster(),
            "system",
            List.of(to.toString()),
            new Content(subject, text, null, null, List.of()),
            Optional.empty(),
            false,
            List.of(),
            Optional.empty(),
            DeliveryGuarantee.AT_LEAST_ONCE,
            Optional.empty(),
            JobIds.sha256(subject + "\0" + text).substring(0, FINGERPRINT_LENGTH));
    List<SendResult> results = sendEmail.complete(sendEmail.begin(command), () -> {}, () -> {});
    return results.getFirst() instanceof SendResult.Accepted taken
        ? Optional.of(taken.job().id().value())
        : Optional.empty();
  }

  private Roster roster() {
    return rosters.find(IDENTITY).filter(this::ready).orElseGet(this::open);
  }

  /// Whether the address sends, and no other does.
  private boolean ready(Roster roster) {
    return has(roster)
        && roster.mailboxes().stream()
            .allMatch(mailbox ->
                mailbox.state() == MailboxState.RETIRED || mailbox.address().equals(address));
  }

  private boolean has(Roster roster) {
    return roster.mailboxes().stream()
        .anyMatch(
            mailbox -> mailbox.state() == MailboxState.ACTIVE && mailbox.address().equals(address));
  }

  private Roster open() {
    Instant now = clock.instant();
    makeTenant(now);
    var empty =
        new Roster(
            IDENTITY,
            TENANT,
            handle(),
            platformDomain,
            IdentityState.ACTIVE,
            DAILY_CAP,
            1,
            List.of());
    identities.create(new Identity(handle(), "system", now, "the platform", empty));
    Roster roster = current();
    if (!has(roster)) {
      var mailbox =
          new Mailbox(roster.nextOrdinal(), address, MailboxState.ACTIVE, WARM, WARM, DAILY_CAP);
      // Somebody else may do the same at this moment, so that what is there afterwards counts.
      identities.addMailboxes(roster, List.of(mailbox), now);
      roster = current();
    }
    if (!has(roster)) {
      throw new IllegalStateException(address + " cannot be the mailbox of the platform");
    }
    return ready(roster) ? roster : retireOthers(roster, now);
  }

  private Handle handle() {
    return new Handle("system@" + platformDomain);
  }

  private Roster current() {
    return rosters
        .refresh(IDENTITY)
        .orElseThrow(() -> new IllegalStateException(handle() + " is somebody else's"));
  }

  private Roster retireOthers(Roster roster, Instant now) {
    Roster after =
        roster.next(
            roster.mailboxes().stream()
                .map(mailbox ->
                    mailbox.address().equals(address) ? mailbox : mailbox.in(MailboxState.RETIRED))
                .toList());
    return identities.change(roster, after, now) instanceof PoolChange.Changed(Roster changed)
        ? changed
        : current();
  }

  /// The secret of its key is told to nobody.
  private void makeTenant(Instant now) {
    if (tenants.find(TENANT).isPresent()) {
      return;
    }
    var tenant =
        new Tenant(
            TENANT,
            "the platform",
            address,
            BillingState.PAID_ACTIVE,
            OutboundStatus.EXTERNAL_ENABLED,
            Set.of(),
            now);
    KeySecret secret = KeySecret.draw(random);
    var key =
        new ApiKey(
            new KeyId(KeyId.PREFIX + Ulids.of(now, random)),
            TENANT,
            "nobody's",
            secret.hint(),
            Set.of(),
            now,
            now);
    tenants.create(tenant, key, secret);
  }
}
