package dev.posthouse.repair;

import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.CheckDomain;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.domain.sending.Zone;
import dev.posthouse.lambda.DomainLog;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.PursueRegistrations;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the domains of a pool: prepares those that mailboxes wait at, looks at all of them when it
/// is time to.
final class LookAfterDomains {
  private final SendingDomains domains;
  private final CheckDomain checkDomain;
  private final PursueRegistrations registrations;
  private final DomainLog domainLog;
  private final Log log;

  LookAfterDomains(
      SendingDomains domains, CheckDomain checkDomain, PursueRegistrations registrations, Log log) {
    this.domains = domains;
    this.checkDomain = checkDomain;
    this.registrations = registrations;
    this.domainLog = new DomainLog(log);
    this.log = log;
  }

  /// All of them as they are then, by name.
  Map<String, SendingDomain> lookAfter(Roster roster) {
    Map<String, SendingDomain> byName = new HashMap<>();
    domains.list(roster.identity()).forEach(domain -> byName.put(domain.name(), domain));
    for (String name : waitedFor(roster)) {
      byName.computeIfAbsent(
          name, missing -> checkDomain.add(roster.identity(), roster.tenant(), missing));
    }
    byName.replaceAll((_, domain) -> looked(roster, domain));
    return byName;
  }

  /// The domains at which mailboxes wait.
  private static Set<String> waitedFor(Roster roster) {
    return roster.mailboxes().stream()
        .filter(mailbox -> mailbox.state() == MailboxState.PROVISIONING)
        .map(Mailbox::address)
        .map(address -> address.domain())
        .collect(Collectors.toSet());
  }

  private SendingDomain looked(Roster roster, SendingDomain seen) {
    SendingDomain domain = registrations.pursue(roster.handle(), seen);
    if (domain.underWay() || !checkDomain.due(domain)) {
      return domain;
    }
    try {
      CheckDomain.Look look = checkDomain.look(domain);
      domainLog.tell(roster.handle(), look);
      SendingDomain after = look.domain();
      if (after.state() != domain.state()) {
        log.identity(roster.handle().value())
            .with("domain", domain.name())
            .with("state", after.state().name().toLowerCase(Locale.ROOT))
            .info("domain changed");
      }
      return after;
    } catch (Zone.UnreachableException e) {
      log.identity(roster.handle().value())
          .with("domain", domain.name())
          .warn("a domain could not be looked up", e);
      return domain;
    }
  }
}
