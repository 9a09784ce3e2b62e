package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.billing.PaymentKey;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.LedgerEntryId;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.WebhookId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The primary key of every kind of item. No other class builds a key; `docs/data-model.md` charts
/// them.
record Key(String pk, String sk) {
  static final String PK = "pk";
  static final String SK = "sk";

  static Key tenant(TenantId id) {
    return new Key("TENANT#" + id.value(), "TENANT");
  }

  /// A tenant's prepaid credits.
  static Key purse(TenantId tenant) {
    return new Key("TENANT#" + tenant.value(), "PURSE");
  }

  /// A page of the moments at which a tenant wrote to people outside.
  static Key moments(TenantId tenant, long number) {
    return new Key("MOMENTS#" + tenant.value(), sortable(number));
  }

  /// A tenant's ledger entries by time: an entry's id begins with its time.
  static Key ledger(TenantId tenant, LedgerEntryId id) {
    return new Key(ledger(tenant), id.value());
  }

  /// The partition of a tenant's ledger.
  static String ledger(TenantId tenant) {
    return "LEDGER#" + tenant.value();
  }

  /// What a tenant's ledger has an entry for already.
  static Key booked(TenantId tenant, LedgerEntry.Kind kind, String reference) {
    return new Key(ledger(tenant), "BOOKED#" + kind.name() + "#" + reference);
  }

  /// A key is found by what its bearer shows; the store never sees the secret itself.
  static Key apiKey(KeySecret secret) {
    return apiKey(secret.hash());
  }

  static Key apiKey(String secretHash) {
    return new Key("KEY#" + secretHash, "KEY");
  }

  /// A tenant's keys by id, for listing, rotating and revoking.
  static Key tenantKey(TenantId tenant, KeyId id) {
    return new Key("TENANT#" + tenant.value(), tenantKeyPrefix() + id.value());
  }

  static String tenantKeyPrefix() {
    return "KEY#";
  }

  /// What a tenant said of itself when it signed up.
  static Key signup(TenantId tenant) {
    return new Key("TENANT#" + tenant.value(), "SIGNUP");
  }

  /// The last few times of something that is limited.
  static Key rate(String bucket) {
    return new Key("RATE#" + bucket, "RATE");
  }

  /// One namespace for handles and mailboxes: whoever puts the item first has the address.
  static Key address(EmailAddress address) {
    return new Key("ADDRESS#" + address.canonical(), "ADDRESS");
  }

  static Key address(Handle handle) {
    return address(EmailAddress.parse(handle.value()));
  }

  static Key identity(IdentityId id) {
    return new Key("IDENTITY#" + id.value(), "IDENTITY");
  }

  static Key roster(IdentityId id) {
    return new Key("IDENTITY#" + id.value(), "ROSTER");
  }

  /// How long an identity's tier is paid for.
  static Key term(IdentityId id) {
    return new Key("IDENTITY#" + id.value(), "TERM");
  }

  /// A tenant's identities, for listing.
  static Key tenantIdentity(TenantId tenant, IdentityId id) {
    return new Key("TENANT#" + tenant.value(), tenantIdentityPrefix() + id.value());
  }

  static String tenantIdentityPrefix() {
    return "IDENTITY#";
  }

  /// An identity with a pool, for the rounds of warmup and repair.
  static Key round(IdentityId id) {
    return new Key(rounds(Identities.shardOf(id)), id.value());
  }

  /// The partition of one part of the rounds.
  static String rounds(int shard) {
    return "ROUNDS#" + shard;
  }

  /// A domain of an identity's mailboxes.
  static Key domain(IdentityId identity, String name) {
    return new Key(identity(identity).pk(), domainPrefix() + name);
  }

  static String domainPrefix() {
    return "DOMAIN#";
  }

  /// Whose a domain is, once that is proven.
  static Key domainOwner(String name) {
    return new Key("DOMAIN#" + name, "DOMAIN");
  }

  /// Who registers a domain, or has.
  static Key registration(String name) {
    return new Key("DOMAIN#" + name, "REGISTRATION");
  }

  /// How many domains are registered for a tenant.
  static Key registrations(TenantId tenant) {
    return new Key(tenant(tenant).pk(), "REGISTRATIONS");
  }

  static Key sheet(IdentityId identity, LocalDate day) {
    return new Key("SHEET#" + identity.value(), day.toString());
  }

  /// What happened on a day to the mail of an identity's mailboxes.
  static Key mishaps(IdentityId identity, LocalDate day) {
    return new Key("MISHAPS#" + identity.value(), day.toString());
  }

  /// What the keys of a pot do on a day.
  static Key budget(KeyId pot, LocalDate day) {
    return new Key("BUDGET#" + pot.value(), day.toString());
  }

  /// What a tenant's mailboxes write to others of the platform in an hour.
  static Key inside(TenantId tenant, Instant hour) {
    return new Key("INSIDE#" + tenant.value(), hour.toString());
  }

  static Key job(JobId id) {
    return new Key("JOB#" + id.value(), "JOB");
  }

  static Key recipient(TenantId tenant, EmailAddress address) {
    return new Key("RECIPIENT#" + tenant.value() + "#" + address.canonical(), "RECIPIENT");
  }

  /// What a tenant must not write to, for listing.
  static Key suppressed(TenantId tenant, String place) {
    return new Key("TENANT#" + tenant.value(), suppressedPrefix() + place);
  }

  static String suppressedPrefix() {
    return "SUPPRESSED#";
  }

  static Key conversation(ConversationId id) {
    return new Key("CONVERSATION#" + id.value(), "CONVERSATION");
  }

  /// An identity's messages by time: a message id begins with its time.
  static Key message(IdentityId identity, MessageId id) {
    return new Key(messages(identity), id.value());
  }

  /// The partition of an identity's messages.
  static String messages(IdentityId identity) {
    return "MESSAGES#" + identity.value();
  }

  /// How many conversations of an identity have each label.
  static Key labels(IdentityId identity) {
    return new Key("LABELS#" + identity.value(), "LABELS");
  }

  static Key content(String key) {
    return new Key("CONTENT#" + key, "CONTENT");
  }

  /// An entry of an identity's event log, by the number of its first event.
  static Key event(IdentityId identity, long seq) {
    return new Key(eventLog(identity), sortable(seq));
  }

  static String eventLog(IdentityId identity) {
    return "EVENT#" + identity.value();
  }

  /// Numbers as texts that sort as numbers do.
  static String sortable(long number) {
    return String.format(Locale.ROOT, "%016d", number);
  }

  /// How far an identity's event log had come.
  static Key eventFloor(IdentityId identity) {
    return new Key("IDENTITY#" + identity.value(), "EVENTS");
  }

  /// A day on which something was added to an identity's event log.
  static Key eventDay(IdentityId identity, LocalDate day) {
    return new Key("IDENTITY#" + identity.value(), "EVENTS#" + day);
  }

  /// The requests of a key that wait for events.
  static Key polls(KeyId key) {
    return new Key("POLLS#" + key.value(), "POLLS");
  }

  /// A tenant's receipts by time: a receipt's id begins with its time.
  static Key receipt(TenantId tenant, ReceiptId id) {
    return new Key("TENANT#" + tenant.value(), receiptPrefix() + id.value());
  }

  static String receiptPrefix() {
    return "RECEIPT#";
  }

  /// The receipt that this is the key of.
  Receipts.Holder receipt() {
    return new Receipts.Holder(
        new TenantId(pk.substring("TENANT#".length())),
        new ReceiptId(sk.substring(receiptPrefix().length())));
  }

  /// The payment authorization that a receipt holds, of whatever tenant.
  static Key authorization(PaymentKey payment) {
    return new Key(
        String.join(
            "#",
            "PAYMENT",
            payment.network(),
            payment.asset().value(),
            payment.from().value(),
            payment.nonce()),
        "PAYMENT");
  }

  /// A request with an Idempotency-Key, by a hash of its tenant, route and key.
  static Key request(String id) {
    return new Key("REQUEST#" + id, "REQUEST");
  }

  /// All webhooks of a tenant.
  static Key webhooks(TenantId tenant) {
    return new Key("TENANT#" + tenant.value(), "WEBHOOKS");
  }

  /// How far a webhook has come in the log of an identity.
  static Key pushCursor(WebhookId webhook, IdentityId identity) {
    return new Key(webhook(webhook), "CURSOR#" + identity.value());
  }

  /// Who is at work at a webhook's endpoint while that is in trouble.
  static Key pushLanes(WebhookId webhook) {
    return new Key(webhook(webhook), "LANES");
  }

  /// The attempts of one run, by the beginning of their ids.
  static Key deliveries(WebhookId webhook, String run) {
    return new Key(webhook(webhook), deliveriesPrefix() + run);
  }

  static String deliveriesPrefix() {
    return "DELIVERIES#";
  }

  private static String webhook(WebhookId id) {
    return "WEBHOOK#" + id.value();
  }

  Map<String, AttributeValue> attributes() {
    return Map.of(PK, AttributeValue.fromS(pk), SK, AttributeValue.fromS(sk));
  }

  static Key of(Map<String, AttributeValue> item) {
    return new Key(Attributes.string(item, PK), Attributes.string(item, SK));
  }
}
