package dev.posthouse.identities;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.sending.RegisterDomain;
import dev.posthouse.domain.sending.RegisterDomain.Asked;
import dev.posthouse.domain.sending.Registrar;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import dev.posthouse.lambda.PursueRegistrations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// Registers domains that customers name, where the operator pays for that.
final class BuyDomain {
  private final Optional<RegisterDomain> registerDomain;
  private final String whyNot;
  private final PursueRegistrations registrations;

  /// @param registerDomain empty where none are registered
  /// @param whyNot what there is to say then
  BuyDomain(Optional<RegisterDomain> registerDomain, String whyNot, Log log) {
    this.registerDomain = registerDomain;
    this.whyNot = whyNot;
    this.registrations = new PursueRegistrations(registerDomain, log);
  }

  /// Writes the wish down and tells the registrar, or leaves that to whoever is next.
  ///
  /// @throws ProblemException if it is not granted
  Bought buy(Identity identity, String name) {
    if (identity.roster().state() == IdentityState.DELETED) {
      throw IdentityProblems.deleted().asException();
    }
    RegisterDomain here =
        registerDomain.orElseThrow(() ->
            Problem.of(ProblemCode.NOT_CONFIGURED, whyNot)
                .withFix("Register the domain elsewhere, and add it without `register`.")
                .asException());
    return switch (asked(here, identity, name)) {
      case Asked.Begun(SendingDomain domain) -> new Bought(true, pursued(identity, domain));
      case Asked.There(SendingDomain domain) -> new Bought(false, pursued(identity, domain));
      case Asked.Unavailable() ->
          throw Problem.of(ProblemCode.DOMAIN_UNAVAILABLE, name + " cannot be registered.")
              .withFix("Choose another name; if this one is yours, add it without `register`.")
              .asException();
      case Asked.TooDear(var price, var max) ->
          throw Problem.of(
                  ProblemCode.DOMAIN_TOO_EXPENSIVE,
                  "A year of %s costs $%s; this deployment pays up to $%s."
                      .formatted(name, dollars(price), dollars(max)))
              .asException();
      case Asked.TooMany(int max) ->
          throw Problem.of(
                  ProblemCode.TOO_MANY_DOMAINS,
                  "At most %d domains are registered for a tenant.".formatted(max))
              .asException();
    };
  }

  private static String dollars(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  private static Asked asked(RegisterDomain here, Identity identity, String name) {
    try {
      return here.ask(identity.id(), identity.roster().tenant(), name);
    } catch (Registrar.UnreachableException e) {
      throw unreachable();
    }
  }

  /// A registration that is under way, taken further.
  SendingDomain pursued(Identity identity, SendingDomain domain) {
    return registrations.pursue(identity.handle(), domain);
  }

  /// Has no domain of an identity renewed any more.
  ///
  /// @throws ProblemException 503 if the registrar does not answer; then it is to be repeated
  void endAll(IdentityId identity) {
    try {
      registerDomain.ifPresent(here -> here.endAll(identity));
    } catch (Registrar.UnreachableException e) {
      throw unreachable();
    }
  }

  private static ProblemException unreachable() {
    return Problem.of(ProblemCode.UNAVAILABLE, "The registrar gives no answer.")
        .withFix("Repeat the request in a minute.")
        .asException();
  }

  /// What became of it.
  ///
  /// @param begun whether it was not asked for before
  record Bought(boolean begun, SendingDomain domain) {}
}
