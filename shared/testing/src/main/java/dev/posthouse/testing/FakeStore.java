package dev.posthouse.testing;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.billing.PaymentKey;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.Receipts.Holder;
import dev.posthouse.domain.billing.Receipts.UsedRequest;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.Contact;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.DayMishap;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.KeyUsage;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Recipients.Suppressed;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.MomentPage;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BlockedSenders;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.Signup;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// What the fakes share: everything the platform stores, in memory, under one lock (this object).
///
/// It may be told to fail as DynamoDB does, by seeded chance ([Faults]).
public final class FakeStore {
  final Map<TenantId, Tenant> tenants = new HashMap<>();
  final Map<String, ApiKey> keysBySecretHash = new HashMap<>();
  final TreeMap<String, KeyRing> keyRings = new TreeMap<>();
  final Map<TenantId, Purse> purses = new HashMap<>();
  final Map<String, MomentPage> momentPages = new HashMap<>();
  final Map<TenantId, TreeMap<String, LedgerEntry>> ledgers = new HashMap<>();
  final Map<TenantId, Signup> signups = new HashMap<>();
  final Map<TenantId, Integer> mailboxCounts = new HashMap<>();
  final Map<PaymentKey, Holder> authorizations = new HashMap<>();
  final TreeMap<String, Receipt> receipts = new TreeMap<>();
  final Map<String, UsedRequest> requests = new HashMap<>();
  final Map<IdentityId, BlockedSenders> blockedSenders = new HashMap<>();
  final Map<String, AddressOwner> addresses = new HashMap<>();
  final Map<IdentityId, Identity> identities = new TreeMap<>(FakeStore::byValue);
  final Map<IdentityId, Roster> rosters = new HashMap<>();
  final Map<IdentityId, Term> terms = new HashMap<>();
  final FakeSheets sheets = new FakeSheets();
  final Map<IdentityId, Map<LocalDate, Map<Integer, MailboxDay>>> mailboxDays = new HashMap<>();
  final Map<JobId, OutboundJob> jobs = new HashMap<>();
  final Map<TenantId, TreeMap<String, Suppressed>> suppressions = new HashMap<>();
  final Map<ContactKey, Contact> contacts = new HashMap<>();
  final Map<ConversationId, Conversation> conversations = new HashMap<>();
  final Map<IdentityId, TreeMap<String, Message>> messages = new HashMap<>();
  final Map<String, Content> contents = new HashMap<>();
  final Map<String, KeyUsage> budgets = new HashMap<>();
  final Map<String, Integer> insideHours = new HashMap<>();

  private final Faults faults;
  private final Random random;

  /// A store that never fails.
  public FakeStore() {
    this(new Faults(0, 0, 0));
  }

  /// A store that fails as told.
  public FakeStore(Faults faults) {
    this.faults = faults;
    this.random = new Random(faults.seed());
  }

  /// Loses an identity's roster, so that it is listed and nobody can read it.
  public synchronized void loseRoster(IdentityId identity) {
    rosters.remove(identity);
  }

  /// All ports over this store.
  public Ports ports() {
    return new Ports(
        new FakeTenants(this),
        new FakePurses(this),
        new FakeIdentities(this),
        new FakeOutbox(this),
        new FakeJobs(this),
        new FakeRecipients(this),
        new FakeConversations(this),
        new FakeMessages(this),
        new FakeContents(this),
        new FakeMailboxDays(this),
        new FakeMomentPages(this));
  }

  void count(IdentityId identity, DayMishap one) {
    mailboxDays
        .computeIfAbsent(identity, _ -> new HashMap<>())
        .computeIfAbsent(one.day(), _ -> new HashMap<>())
        .compute(
            one.ordinal(),
            (ordinal, before) -> {
              MailboxDay day = before == null ? MailboxDay.blank(one.day(), ordinal) : before;
              MailboxDay counted = day.plus(one.mishap(), 1);
              return one.putOff()
                  ? counted.plus(one.group(), new MailboxDay.PutOff(1, one.at()))
                  : counted;
            });
  }

  Fault nextFault() {
    double drawn = random.nextDouble();
    if (drawn < faults.contention()) {
      return Fault.CONTENTION;
    }
    return drawn < faults.contention() + faults.lostAnswers() ? Fault.ANSWER_LOST : Fault.NONE;
  }

  void put(Tenant tenant) {
    tenants.put(tenant.id(), tenant);
    purses.compute(
        tenant.id(),
        (id, purse) ->
            (purse == null ? Purse.empty(id, tenant.policy()) : purse).with(tenant.policy()));
  }

  Correspondent correspondent(TenantId tenant, IdentityId identity, EmailAddress address) {
    return new Correspondent(
        address,
        suppression(tenant, address.canonical() + "#*")
            .or(() -> suppression(tenant, address.canonical() + "#" + identity.value())),
        Optional.ofNullable(contacts.get(ContactKey.of(tenant, identity, address))));
  }

  private Optional<Suppression> suppression(TenantId tenant, String place) {
    return Optional.ofNullable(suppressions.getOrDefault(tenant, new TreeMap<>()).get(place))
        .map(Suppressed::suppression);
  }

  private static int byValue(IdentityId a, IdentityId b) {
    return a.value().compareTo(b.value());
  }

  /// How often [dev.posthouse.domain.outbound.Outbox#commit] says no although nothing is wrong.
  ///
  /// @param contention share of commits that are not applied because another write is in the way
  /// @param lostAnswers share of commits that are applied, but answer as if they were not
  public record Faults(long seed, double contention, double lostAnswers) {}

  enum Fault {
    NONE,
    CONTENTION,
    ANSWER_LOST
  }

  /// Who has an address.
  ///
  /// @param handle whether it is the handle
  /// @param mailbox whether it is a mailbox of the pool; both for a self-serve mailbox
  record AddressOwner(IdentityId identity, boolean handle, boolean mailbox) {}

  record RecipientKey(TenantId tenant, String address) {}

  record ContactKey(RecipientKey recipient, IdentityId identity) {
    static ContactKey of(TenantId tenant, IdentityId identity, EmailAddress address) {
      return new ContactKey(new RecipientKey(tenant, address.canonical()), identity);
    }
  }
}
