package dev.posthouse.accounts;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BlockedSenders;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;

/// Self-serve mailboxes: further ones of a tenant, and what a mailbox does with itself.
final class MailboxRoutes {
  private final Access access;
  private final AddMailbox addMailbox;
  private final ChangeMailbox changeMailbox;
  private final Mailboxes mailboxes;

  MailboxRoutes(
      Access access, AddMailbox addMailbox, ChangeMailbox changeMailbox, Mailboxes mailboxes) {
    this.access = access;
    this.addMailbox = addMailbox;
    this.changeMailbox = changeMailbox;
    this.mailboxes = mailboxes;
  }

  HttpResponse add(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_WRITE);
    Access.demandUnbound(key);
    AddMailboxRequest body = request.json(AddMailboxRequest.class);
    return switch (addMailbox.add(key.tenant(), body, request.idempotencyKey(null))) {
      case AddMailbox.Result.Added(SignUpResult.Opened opened) -> {
        request.note("identity", opened.mailbox().handle().value());
        yield Secrets.created(SignUpResponse.of(opened));
      }
      case AddMailbox.Result.AlreadyThere(Roster there) ->
          throw Problem.of(
                  ProblemCode.ALREADY_EXISTS,
                  "This request made the mailbox %s before; its token was shown then."
                      .formatted(there.handle()))
              .withFix("If the token is lost, ask for another with POST /public/token/reissue.")
              .with("mailboxId", MailboxView.id(there))
              .with("identity", there.handle().value())
              .asException();
      case AddMailbox.Result.KeyReused() -> throw Secrets.keyReused();
      case AddMailbox.Result.AliasUnavailable() -> throw SignUpRoutes.aliasUnavailable();
      case AddMailbox.Result.TooMany() ->
          throw Problem.of(
                  ProblemCode.TOO_MANY_MAILBOXES,
                  "A tenant has at most %d mailboxes, retired ones counted."
                      .formatted(Mailboxes.PER_TENANT_MAX))
              .asException();
    };
  }

  HttpResponse show(HttpRequest request) {
    Identity mailbox = self(request, Scope.MAIL_READ);
    return answer(mailbox, mailbox.roster());
  }

  HttpResponse change(HttpRequest request) {
    Identity mailbox = self(request, Scope.MAIL_SEND);
    ChangeMailboxRequest body = request.json(ChangeMailboxRequest.class);
    Roster after = changeMailbox.rename(mailbox.roster(), body.displayName());
    BlockedSenders blocked = body.blocked();
    if (blocked != null) {
      mailboxes.block(mailbox.id(), blocked);
    }
    return answer(mailbox, after);
  }

  HttpResponse retire(HttpRequest request) {
    Identity mailbox = self(request, Scope.MAIL_SEND);
    return answer(mailbox, changeMailbox.retire(mailbox.roster()));
  }

  private HttpResponse answer(Identity mailbox, Roster now) {
    return HttpResponse.json(
        200, MailboxView.of(now, mailbox.createdAt(), mailboxes.blockedSenders(mailbox.id())));
  }

  private Identity self(HttpRequest request, Scope scope) {
    ApiKey key = access.authenticate(request, scope);
    IdentityId id = Access.self(key);
    Identity mailbox = changeMailbox.find(id);
    Access.demandIdentity(key, mailbox.roster().tenant(), id);
    request.note("identity", mailbox.handle().value());
    return mailbox;
  }

  /// Whether the mailbox has sent its last.
  static boolean retired(Roster mailbox) {
    return mailbox.mailboxes().stream().allMatch(it -> it.state() == MailboxState.RETIRED);
  }
}
