package dev.posthouse.accounts;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.tenant.Signup;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.Duration;

/// `POST /public/signup`: decode, sign up, encode.
final class SignUpRoutes {
  private static final Duration HOUR = Duration.ofHours(1);

  private final SignUp signUp;
  private final Throttle throttle;
  private final int perHourMax;
  private final Notice notice;

  SignUpRoutes(SignUp signUp, Throttle throttle, int perHourMax, Notice notice) {
    this.signUp = signUp;
    this.throttle = throttle;
    this.perHourMax = perHourMax;
    this.notice = notice;
  }

  HttpResponse signUp(HttpRequest request) {
    SignUpRequest body = request.json(SignUpRequest.class);
    SignUpResult result =
        signUp.signUp(
            body,
            throttle.caller(request),
            request.idempotencyKey(null),
            () -> throttle.demand("signups_per_hour", request, perHourMax, HOUR));
    return switch (result) {
      case SignUpResult.Opened opened -> {
        request.note("tenant", opened.tenant().id().value());
        request.note("identity", opened.mailbox().handle().value());
        yield Secrets.created(SignUpResponse.of(opened, welcome(opened)));
      }
      case SignUpResult.AlreadyThere(Signup signup) ->
          throw Problem.of(
                  ProblemCode.ALREADY_EXISTS,
                  "This request made the mailbox %s before; its token was shown then."
                      .formatted(signup.mailbox()))
              .withFix("If the token is lost, ask for another with POST /public/token/reissue.")
              .with("tenantId", signup.tenant().value())
              .with("mailboxId", MailboxId.of(signup.identity(), 0).value())
              .with("mailboxAddress", signup.mailbox().toString())
              .with("identity", signup.mailbox().canonical())
              .asException();
      case SignUpResult.KeyReused() -> throw Secrets.keyReused();
      case SignUpResult.AliasUnavailable() -> throw aliasUnavailable();
    };
  }

  static RuntimeException aliasUnavailable() {
    return Problem.of(
            ProblemCode.ALIAS_UNAVAILABLE, "This alias is reserved, or somebody's already.")
        .withError("mailboxAlias", ProblemCode.ALIAS_UNAVAILABLE, "is not to be had")
        .asException();
  }

  private Notice.Sent welcome(SignUpResult.Opened opened) {
    Identity mailbox = opened.mailbox();
    String text =
        """
        %s now has the mailbox %s.

        Whoever asked for it named you as the operator and has its token; it works until %s, \
        and can be replaced before that with POST /v1/auth/token/rotate. If it is lost, \
        POST /public/token/reissue sends another one here.

        If you know nothing of this, tell the operator of this platform.
        """
            .formatted(
                mailbox.roster().displayName(), mailbox.handle(), opened.token().key().expiresAt());
    return notice.send(
        opened.tenant().operatorEmail(), "The mailbox " + mailbox.handle() + " is ready", text);
  }
}
