package dev.posthouse.testing;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Admission.Admitted;
import dev.posthouse.domain.outbound.Admission.Opening;
import dev.posthouse.domain.outbound.Affinity;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.outbound.Sender;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Valid values, each new: ids and addresses never repeat within one run, so that tests may share a
/// store.
public final class Fixtures {
  /// The moment tests take place, unless they say otherwise: noon, so that a few hours either way
  /// are the same UTC day. It is in the future, so that no store expires what tests put there.
  public static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");

  /// The UTC day of [#NOW].
  public static final LocalDate TODAY = LocalDate.of(2031, 5, 14);

  private static final Random RANDOM = new Random(20310514);
  private static final AtomicLong SERIAL = new AtomicLong();

  private Fixtures() {}

  /// A ULID of [#NOW].
  public static String ulid() {
    return Ulids.of(NOW, RANDOM);
  }

  /// A text that no other call gives: lower-case letters and digits.
  public static String unique(String prefix) {
    return prefix + SERIAL.incrementAndGet();
  }

  public static TenantId tenantId() {
    return new TenantId(TenantId.PREFIX + ulid());
  }

  public static IdentityId identityId() {
    return new IdentityId(IdentityId.PREFIX + ulid());
  }

  public static JobId jobId() {
    return new JobId(JobId.PREFIX + ulid());
  }

  /// Somebody to write to.
  public static EmailAddress person() {
    return EmailAddress.parse(unique("person") + "@example.com");
  }

  public static Handle handle() {
    return new Handle(unique("agent") + "@post.example");
  }

  /// A tenant that may write to everybody.
  public static Tenant tenant() {
    return new Tenant(
        tenantId(),
        "Añejo & Søn",
        person(),
        BillingState.PAID_ACTIVE,
        OutboundStatus.EXTERNAL_ENABLED,
        Set.of(),
        NOW);
  }

  /// A key of that tenant that may do everything and never ends.
  public static ApiKey key(TenantId tenant, KeySecret secret) {
    return new ApiKey(
        new KeyId(KeyId.PREFIX + ulid()),
        tenant,
        "first key",
        secret.hint(),
        EnumSet.allOf(Scope.class),
        NOW,
        null);
  }

  public static KeySecret secret() {
    return KeySecret.draw(RANDOM);
  }

  /// A warm, healthy mailbox.
  public static Mailbox mailbox(int ordinal, int dailyCap) {
    var address = EmailAddress.parse(unique("box") + "@mail" + ordinal % 2 + ".example");
    return new Mailbox(ordinal, address, MailboxState.ACTIVE, 100, 100, dailyCap);
  }

  /// Mailboxes with those caps, their ordinals from 0.
  public static List<Mailbox> mailboxes(int... dailyCaps) {
    var mailboxes = new ArrayList<Mailbox>();
    for (int cap : dailyCaps) {
      mailboxes.add(mailbox(mailboxes.size(), cap));
    }
    return mailboxes;
  }

  /// The first roster of an identity of that tenant.
  public static Roster roster(TenantId tenant, List<Mailbox> mailboxes, int dailyCap) {
    return new Roster(
        identityId(),
        tenant,
        handle(),
        "Ada of Post House",
        IdentityState.ACTIVE,
        dailyCap,
        1,
        mailboxes);
  }

  /// An active identity without a pool.
  public static Identity identity(TenantId tenant, int dailyCap) {
    Roster roster = roster(tenant, List.of(), dailyCap);
    return new Identity(roster.handle(), "starter", NOW, "made by " + roster.identity(), roster);
  }

  /// An active identity without a pool, of a tenant of its own, with that handle.
  public static Identity identity(Handle handle) {
    Roster like = roster(tenantId(), List.of(), 150);
    var roster =
        new Roster(
            like.identity(),
            like.tenant(),
            handle,
            like.displayName(),
            like.state(),
            like.dailyCap(),
            like.revision(),
            like.mailboxes());
    return new Identity(handle, "starter", NOW, "made by " + roster.identity(), roster);
  }

  /// Puts that tenant, with a key, into the store.
  public static Tenant stored(Ports ports, Tenant tenant) {
    KeySecret secret = secret();
    if (!ports.tenants().create(tenant, key(tenant.id(), secret), secret)) {
      throw new IllegalStateException(tenant.id() + " is there");
    }
    return tenant;
  }

  /// Puts a new tenant with one identity and its mailboxes into the store, and gives its roster.
  public static Roster pool(Ports ports, int dailyCap, int... mailboxCaps) {
    Tenant tenant = tenant();
    KeySecret secret = secret();
    ports.tenants().create(tenant, key(tenant.id(), secret), secret);
    return pool(ports, tenant.id(), dailyCap, mailboxCaps);
  }

  /// Puts another identity of that tenant with its mailboxes into the store, and gives its roster.
  public static Roster pool(Ports ports, TenantId tenant, int dailyCap, int... mailboxCaps) {
    Identity identity = identity(tenant, dailyCap);
    if (!ports.identities().create(identity)) {
      throw new IllegalStateException(identity.handle() + " is taken");
    }
    return changed(ports.identities().addMailboxes(identity.roster(), mailboxes(mailboxCaps), NOW));
  }

  /// The new roster; fails if there is none.
  public static Roster changed(PoolChange change) {
    if (change instanceof PoolChange.Changed(Roster roster)) {
      return roster;
    }
    throw new AssertionError("not changed: " + change);
  }

  public static Content content() {
    return new Content("Grüße, und ein Wort", "Hello,\n\nthis is 📮.", null, null, List.of());
  }

  /// A job accepted at [#NOW], to be sent at once.
  public static OutboundJob job(Roster roster, int ordinal, EmailAddress recipient) {
    return job(roster, ordinal, recipient, NOW, NOW);
  }

  /// A job accepted at one moment and to be sent at another. Its message id tells the first.
  public static OutboundJob job(
      Roster roster, int ordinal, EmailAddress recipient, Instant acceptedAt, Instant dispatchAt) {
    return job(
        envelope(roster, ordinal, recipient, acceptedAt),
        new Payload.Inline(content()),
        acceptance(roster, ordinal, acceptedAt, dispatchAt, DeliveryGuarantee.AT_MOST_ONCE));
  }

  /// A job of those parts.
  public static OutboundJob job(Envelope envelope, Payload payload, Acceptance acceptance) {
    return OutboundJob.accepted(jobId(), envelope, payload, acceptance);
  }

  public static Envelope envelope(
      Roster roster, int ordinal, EmailAddress recipient, Instant acceptedAt) {
    return new Envelope(
        roster.tenant(),
        roster.identity(),
        roster.handle(),
        sender(roster, ordinal),
        recipient,
        new MessageId(MessageId.PREFIX + Ulids.of(acceptedAt, RANDOM)),
        ConversationId.between(roster.identity(), recipient),
        false);
  }

  public static Acceptance acceptance(
      Roster roster,
      int ordinal,
      Instant acceptedAt,
      Instant dispatchAt,
      DeliveryGuarantee guarantee) {
    return new Acceptance(
        acceptedAt,
        JobIds.sha256(unique("request")),
        SendClass.COLD_FIRST_CONTACT,
        Affinity.NEW,
        sender(roster, ordinal).address(),
        dispatchAt,
        roster.dailyCap() - 1,
        guarantee);
  }

  public static Sender sender(Roster roster, int ordinal) {
    return new Sender(ordinal, roster.mailbox(ordinal).orElseThrow().address());
  }

  /// Takes the jobs as messages to people written to before.
  public static Admission followups(Roster roster, OutboundJob... jobs) {
    return followups(roster, List.of(jobs));
  }

  /// Takes the jobs as messages to people written to before.
  public static Admission followups(Roster roster, List<OutboundJob> jobs) {
    return new Admission(
        roster,
        jobs.stream().map(job -> new Admitted(job, Optional.empty(), Optional.empty())).toList());
  }

  /// Takes that many messages to other mailboxes of the platform, written to before.
  public static Admission inside(Roster roster, int count, Instant at) {
    return followups(roster, Stream.generate(() -> inside(roster, at)).limit(count).toList());
  }

  private static OutboundJob inside(Roster roster, Instant at) {
    EmailAddress recipient = person();
    var envelope =
        new Envelope(
            roster.tenant(),
            roster.identity(),
            roster.handle(),
            sender(roster, 0),
            recipient,
            new MessageId(MessageId.PREFIX + Ulids.of(at, RANDOM)),
            ConversationId.between(roster.identity(), recipient),
            false,
            Route.INTERNAL,
            null);
    return job(
        envelope,
        new Payload.Inline(content()),
        acceptance(roster, 0, at, at, DeliveryGuarantee.AT_MOST_ONCE));
  }

  /// Takes the jobs as first messages to their recipients.
  public static Admission firstContacts(Roster roster, OutboundJob... jobs) {
    return new Admission(
        roster,
        Arrays.stream(jobs)
            .map(job -> new Admitted(job, Optional.of(opening(job)), Optional.empty()))
            .toList());
  }

  /// Takes the job and pins its recipient to its mailbox instead of another.
  public static Admission repin(Roster roster, OutboundJob job, int from) {
    return new Admission(roster, List.of(new Admitted(job, Optional.empty(), Optional.of(from))));
  }

  /// A self-serve mailbox of that tenant.
  public static Identity selfServe(TenantId tenant) {
    Handle handle = handle();
    var only =
        new Mailbox(0, EmailAddress.parse(handle.value()), MailboxState.ACTIVE, 100, 100, 1_000);
    var roster =
        new Roster(
            identityId(), tenant, handle, "Ada", IdentityState.ACTIVE, 1_000, 1, List.of(only));
    return new Identity(handle, Identity.SELF_SERVE, NOW, "request", roster);
  }

  /// A message of that kind that came to the identity.
  public static Message received(Roster roster, MessageKind kind, EmailAddress from, Instant at) {
    var id = new MessageId(MessageId.PREFIX + Ulids.of(at, RANDOM));
    Content content = content();
    return new Message(
        id,
        roster.tenant(),
        roster.identity(),
        ConversationId.between(roster.identity(), from),
        Direction.INBOUND,
        kind,
        new Message.Parties(from.toString(), null, null, List.of("a@example.com"), List.of()),
        content.subject(),
        content.snippet(),
        at,
        null,
        "reply-" + id.value() + "@example.com",
        false,
        Map.of(),
        List.of(),
        new Payload.Inline(content));
  }

  public static Opening opening(OutboundJob job) {
    return new Opening(job.subject(), "Hello,", List.of("demo"), job.acceptance().at());
  }
}
