package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;

/// The routes below `/v1/identities/{handle}/pool`. The tenant reads, the operator changes.
final class PoolRoutes {
  private static final int CREATED = 201;

  private final Access access;
  private final AdminKey adminKey;
  private final Ownership ownership;
  private final ShowPool showPool;
  private final AddMailbox addMailbox;
  private final ChangeMailbox changeMailbox;

  PoolRoutes(
      Access access,
      AdminKey adminKey,
      Ownership ownership,
      ShowPool showPool,
      AddMailbox addMailbox,
      ChangeMailbox changeMailbox) {
    this.access = access;
    this.adminKey = adminKey;
    this.ownership = ownership;
    this.showPool = showPool;
    this.addMailbox = addMailbox;
    this.changeMailbox = changeMailbox;
  }

  HttpResponse show(HttpRequest request) {
    Identity identity =
        adminKey.presentedBy(request)
            ? ownership.find(request)
            : ownership.find(request, access.authenticate(request, Scope.IDENTITY_READ));
    return HttpResponse.json(200, showPool.show(identity.roster()));
  }

  HttpResponse add(HttpRequest request) {
    adminKey.demandOf(request);
    Identity identity = ownership.find(request);
    AddMailboxRequest body = request.json(AddMailboxRequest.class);
    AddMailbox.Addition addition = addMailbox.add(identity, body);
    return HttpResponse.json(
        CREATED, showPool.show(addition.roster(), addition.mailbox().ordinal()));
  }

  HttpResponse change(HttpRequest request) {
    adminKey.demandOf(request);
    Identity identity = ownership.find(request);
    EmailAddress address =
        EmailAddress.tryParse(request.param("address"))
            .orElseThrow(() -> IdentityProblems.noSuchMailbox().asException());
    ChangeMailboxRequest body = request.json(ChangeMailboxRequest.class);
    ChangeMailbox.Changed changed = changeMailbox.change(identity, address, body);
    return HttpResponse.json(200, showPool.show(changed.roster(), changed.ordinal()));
  }
}
