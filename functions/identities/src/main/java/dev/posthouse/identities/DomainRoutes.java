package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.CheckDomain;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.domain.sending.Zone;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.DomainLog;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The routes below `/v1/identities/{handle}/domains`: what to paste into a zone, and whether it is
/// there.
final class DomainRoutes {
  private static final int CREATED = 201;

  /// Most domains of an identity: more than twice the largest tier's.
  static final int DOMAINS_MAX = 40;

  private final Access access;
  private final Ownership ownership;
  private final SendingDomains domains;
  private final CheckDomain checkDomain;
  private final Domains rules;
  private final BuyDomain buyDomain;
  private final DomainLog domainLog;

  DomainRoutes(
      Access access,
      Ownership ownership,
      SendingDomains domains,
      CheckDomain checkDomain,
      Domains rules,
      BuyDomain buyDomain,
      DomainLog domainLog) {
    this.access = access;
    this.ownership = ownership;
    this.domains = domains;
    this.checkDomain = checkDomain;
    this.rules = rules;
    this.buyDomain = buyDomain;
    this.domainLog = domainLog;
  }

  HttpResponse list(HttpRequest request) {
    Identity identity = ownership.find(request, access.authenticate(request, Scope.IDENTITY_READ));
    Roster roster = identity.roster();
    var views = new ArrayList<DomainView>();
    for (SendingDomain domain : domains.list(identity.id())) {
      views.add(DomainView.of(domain, mailboxes(roster, domain.name())));
    }
    views.sort(Comparator.comparing(DomainView::domain));
    return HttpResponse.json(200, Map.of("identity", roster.handle().value(), "items", views));
  }

  HttpResponse add(HttpRequest request) {
    Identity identity = ownership.find(request, access.authenticate(request, Scope.IDENTITY_WRITE));
    AddDomainRequest body = request.json(AddDomainRequest.class);
    String name = body.name();
    rules.demandForeign("domain", name);
    if (identity.selfServe()) {
      throw Problem.of(ProblemCode.CONFLICT, "A self-serve mailbox has no domains to add to.")
          .withFix("Make an identity with POST /v1/identities.")
          .asException();
    }
    List<SendingDomain> there = domains.list(identity.id());
    boolean known = there.stream().anyMatch(domain -> domain.name().equals(name));
    if (!known && there.size() >= DOMAINS_MAX) {
      throw Problem.of(
              ProblemCode.CONFLICT, "An identity has at most %d domains.".formatted(DOMAINS_MAX))
          .withFix("Make another identity.")
          .asException();
    }
    if (body.registers()) {
      BuyDomain.Bought bought = buyDomain.buy(identity, name);
      return HttpResponse.json(bought.begun() ? CREATED : 200, view(identity, bought.domain()));
    }
    SendingDomain added = checkDomain.add(identity.id(), identity.roster().tenant(), name);
    return HttpResponse.json(known ? 200 : CREATED, view(identity, looked(identity, added)));
  }

  HttpResponse verify(HttpRequest request) {
    Identity identity = ownership.find(request, access.authenticate(request, Scope.IDENTITY_WRITE));
    SendingDomain domain =
        name(request)
            .flatMap(name -> find(identity, name))
            .orElseThrow(() ->
                Problem.of(ProblemCode.NOT_FOUND, "The identity has no such domain.")
                    .withFix("Add it with POST /v1/identities/{handle}/domains.")
                    .asException());
    return HttpResponse.json(200, view(identity, looked(identity, domain)));
  }

  /// The domain, added where mailboxes wait at it and nobody has looked yet.
  private Optional<SendingDomain> find(Identity identity, String name) {
    Roster roster = identity.roster();
    boolean waits =
        roster.mailboxes().stream()
            .anyMatch(box ->
                box.state() == MailboxState.PROVISIONING && box.address().domain().equals(name));
    return domains
        .find(identity.id(), name)
        .or(() ->
            waits
                ? Optional.of(checkDomain.add(identity.id(), roster.tenant(), name))
                : Optional.empty());
  }

  private SendingDomain looked(Identity identity, SendingDomain seen) {
    SendingDomain domain = buyDomain.pursued(identity, seen);
    if (domain.underWay()) {
      return domain;
    }
    try {
      CheckDomain.Look look = checkDomain.look(domain);
      domainLog.tell(identity.handle(), look);
      return look.domain();
    } catch (Zone.UnreachableException e) {
      throw Problem.of(ProblemCode.UNAVAILABLE, "The DNS does not answer; nothing was changed.")
          .withFix("Repeat the request in a minute.")
          .asException();
    }
  }

  private static Optional<String> name(HttpRequest request) {
    try {
      return Optional.of(EmailAddress.asciiDomain(request.param("domain")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static DomainView view(Identity identity, SendingDomain domain) {
    return DomainView.of(domain, mailboxes(identity.roster(), domain.name()));
  }

  private static int mailboxes(Roster roster, String domain) {
    return Math.toIntExact(
        roster.mailboxes().stream()
            .filter(mailbox -> mailbox.state() != MailboxState.RETIRED)
            .filter(mailbox -> mailbox.address().domain().equals(domain))
            .count());
  }
}
