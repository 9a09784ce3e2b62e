package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BlockedSenders;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.Signup;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The [Mailboxes] in DynamoDB.
public final class DynamoMailboxes implements Mailboxes {
  private static final String COUNT = "mailboxes";
  private static final String BLOCKED = "blockedSenders";

  private final Table table;

  public DynamoMailboxes(Table table) {
    this.table = table;
  }

  @Override
  public Opening open(
      Tenant tenant, Signup signup, Identity mailbox, ApiKey token, KeySecret secret) {
    Transaction transaction = table.transaction();
    Map<String, AttributeValue> item = DynamoTenants.TenantItem.write(tenant);
    item.put(COUNT, Item.number(1));
    Transaction.Write added = transaction.putIfAbsent(item);
    transaction.put(PurseItem.empty(tenant));
    transaction.put(write(signup));
    IdentityItem.Writes made = IdentityItem.putMailbox(transaction, mailbox);
    KeyItem.putNew(transaction, token, secret);
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> new Opening.Opened();
      case Transaction.Outcome.Refused refused when refused.by(added) -> new Opening.AlreadyThere();
      case Transaction.Outcome.Refused refused when refused.by(made.address()) ->
          new Opening.AddressTaken();
      case Transaction.Outcome other ->
          throw new StoreBusyException("the mailbox could not be written: " + other);
    };
  }

  @Override
  public Opening add(Identity mailbox, ApiKey token, KeySecret secret) {
    Transaction transaction = table.transaction();
    Transaction.Write counted =
        transaction.update(
            Key.tenant(mailbox.roster().tenant()),
            new Expression()
                .count(COUNT, 1)
                .ifExists(Key.PK)
                .ifCountAtMost(COUNT, PER_TENANT_MAX - 1));
    IdentityItem.Writes made = IdentityItem.putMailbox(transaction, mailbox);
    KeyItem.putNew(transaction, token, secret);
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> new Opening.Opened();
      case Transaction.Outcome.Refused refused
          when refused.by(counted) && refused.met(counted).isEmpty() ->
          new Opening.NoSuchTenant();
      case Transaction.Outcome.Refused refused when refused.by(made.identity()) ->
          new Opening.AlreadyThere();
      case Transaction.Outcome.Refused refused when refused.by(counted) -> new Opening.TooMany();
      case Transaction.Outcome.Refused refused when refused.by(made.address()) ->
          new Opening.AddressTaken();
      case Transaction.Outcome other ->
          throw new StoreBusyException("the mailbox could not be written: " + other);
    };
  }

  private static Map<String, AttributeValue> write(Signup signup) {
    return Item.at(Key.signup(signup.tenant()), "signup")
        .with("identity", signup.identity().value())
        .with("mailbox", signup.mailbox().toString())
        .with("agentName", signup.agentName())
        .with("productName", signup.productName())
        .with("useCase", signup.useCase())
        .with("fingerprint", signup.fingerprint())
        .build();
  }

  @Override
  public Optional<Signup> signup(TenantId tenant) {
    return table
        .get(Key.signup(tenant))
        .map(item ->
            new Signup(
                tenant,
                new IdentityId(Attributes.string(item, "identity")),
                EmailAddress.parse(Attributes.string(item, "mailbox")),
                Attributes.string(item, "agentName"),
                Attributes.string(item, "productName"),
                Attributes.string(item, "useCase"),
                Attributes.string(item, "fingerprint")));
  }

  @Override
  public BlockedSenders blockedSenders(IdentityId mailbox) {
    return table
        .get(Key.identity(mailbox))
        .map(item -> new BlockedSenders(Set.copyOf(Attributes.strings(item, BLOCKED))))
        .orElse(BlockedSenders.NONE);
  }

  @Override
  public boolean block(IdentityId mailbox, BlockedSenders senders) {
    Expression expression =
        new Expression()
            .set(BLOCKED, Item.list(senders.entries().stream().sorted().toList()))
            .ifExists(Key.PK);
    return table.update(Key.identity(mailbox), expression) instanceof Table.Updated.Done;
  }
}
