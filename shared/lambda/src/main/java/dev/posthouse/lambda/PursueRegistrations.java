package dev.posthouse.lambda;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.sending.HostedZones;
import dev.posthouse.domain.sending.RegisterDomain;
import dev.posthouse.domain.sending.Registrar;
import dev.posthouse.domain.sending.Registration;
import dev.posthouse.domain.sending.SendingDomain;
import java.util.Optional;

/// Takes registrations of domains further, and tells the log.
public final class PursueRegistrations {
  private final Optional<RegisterDomain> registerDomain;
  private final Log log;

  /// @param registerDomain empty where the deployment registers none
  public PursueRegistrations(Optional<RegisterDomain> registerDomain, Log log) {
    this.registerDomain = registerDomain;
    this.log = log;
  }

  /// The domain as it is then. A registrar that does not answer is asked by the next.
  public SendingDomain pursue(Handle handle, SendingDomain domain) {
    if (registerDomain.isEmpty() || !domain.underWay()) {
      return domain;
    }
    Log of = log.identity(handle.value()).with("domain", domain.name());
    try {
      SendingDomain after = registerDomain.get().pursue(domain);
      after
          .registration()
          .filter(now -> now.state() != domain.registration().map(Registration::state).orElse(null))
          .ifPresent(now ->
              of.with("tenant", domain.tenant().value())
                  .with("state", now.state())
                  .with("operation", now.operation().orElse(null))
                  .with("priceUsd", now.priceUsd())
                  .with("message", now.message())
                  .info("registration changed"));
      return after;
    } catch (Registrar.UnreachableException | HostedZones.UnavailableException e) {
      of.warn("a registration could not be pursued", e);
      return domain;
    }
  }
}
