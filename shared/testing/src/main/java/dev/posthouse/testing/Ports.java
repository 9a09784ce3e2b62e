package dev.posthouse.testing;

import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.pool.MailboxDays;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.tenant.Tenants;

/// Every port of the domain over one store: what a contract is checked on.
public record Ports(
    Tenants tenants,
    Purses purses,
    Identities identities,
    Outbox outbox,
    Jobs jobs,
    Recipients recipients,
    Conversations conversations,
    Messages messages,
    Contents contents,
    MailboxDays mailboxDays,
    MomentPages momentPages) {
  /// The same with other contents.
  public Ports with(Contents others) {
    return new Ports(
        tenants,
        purses,
        identities,
        outbox,
        jobs,
        recipients,
        conversations,
        messages,
        others,
        mailboxDays,
        momentPages);
  }
}
