package dev.posthouse.domain.sending;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.sending.Registration.State;
import dev.posthouse.domain.tenant.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Registers domains that customers name, each once and within the operator's limits.
///
/// What is meant is written down before the registrar hears of it, so a run that ends anywhere is
/// made good by the next: whoever finds a registration that is only meant looks whether the
/// registrar has it already, and asks only if it has not.
public final class RegisterDomain {
  private static final int ATTEMPTS_MAX = 8;

  /// Longer than any call to the registrar takes, so that nobody asks while somebody else does.
  static final Duration LEASE = Duration.ofMinutes(10);

  /// How far the registrar's clock may be behind ours.
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private final SendingDomains domains;
  private final Registrar registrar;
  private final HostedZones zones;
  private final DomainRecords records;
  private final Limits limits;
  private final InstantSource clock;

  /// What the operator allows.
  ///
  /// @param priceMaxUsd most that any year may cost
  /// @param perTenantMax most domains that are registered for a tenant, whatever became of them
  ///   later
  public record Limits(BigDecimal priceMaxUsd, int perTenantMax) {}

  public RegisterDomain(
      SendingDomains domains,
      Registrar registrar,
      HostedZones zones,
      DomainRecords records,
      Limits limits,
      InstantSource clock) {
    this.domains = domains;
    this.registrar = registrar;
    this.zones = zones;
    this.records = records;
    this.limits = limits;
    this.clock = clock;
  }

  /// Writes down that a domain is to be registered; [#pursue] does it.
  ///
  /// @throws Registrar.UnreachableException if nobody can tell whether it can be had
  public Asked ask(IdentityId identity, TenantId tenant, String name) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<SendingDomain> before = domains.find(identity, name);
      Optional<Registration> there = before.flatMap(SendingDomain::registration);
      if (there.isPresent() && there.get().state() != State.FAILED) {
        return new Asked.There(before.get());
      }
      Registrar.Offer answer = registrar.offer(name);
      if (!(answer instanceof Registrar.Offer.Available offer)) {
        return new Asked.Unavailable();
      }
      if (offer.mostUsd().compareTo(limits.priceMaxUsd()) > 0) {
        return new Asked.TooDear(offer.mostUsd(), limits.priceMaxUsd());
      }
      Instant now = clock.instant();
      SendingDomain asked =
          before
              .orElseGet(() -> SendingDomain.added(identity, tenant, name, records, now))
              .registering(Registration.asked(offer.priceUsd(), now));
      switch (domains.register(before, asked, limits.perTenantMax())) {
        case DONE -> {
          return new Asked.Begun(asked);
        }
        case TAKEN -> {
          return new Asked.Unavailable();
        }
        case TOO_MANY -> {
          return new Asked.TooMany(limits.perTenantMax());
        }
        case CHANGED -> {}
      }
    }
    throw new StoreBusyException("others change " + name);
  }

  /// Takes a registration that is under way a step further, as far as that can be done now.
  ///
  /// @throws Registrar.UnreachableException if the registrar does not answer; what it was told is
  ///   found out by the next
  /// @throws HostedZones.UnavailableException likewise
  public SendingDomain pursue(SendingDomain domain) {
    return domain
        .registration()
        .map(registration ->
            switch (registration.state()) {
              case ASKED -> submit(domain, registration);
              case SUBMITTED -> follow(domain, registration);
              case REGISTERED, FAILED, EXPIRING -> domain;
            })
        .orElse(domain);
  }

  private SendingDomain submit(SendingDomain domain, Registration asked) {
    Optional<String> operation = find(domain, asked);
    if (operation.isPresent()) {
      return changed(domain, asked.submitted(operation.get()));
    }
    Instant now = clock.instant();
    if (asked.triedAt().filter(at -> at.plus(LEASE).isAfter(now)).isPresent()) {
      return domain;
    }
    Registration tried = asked.tried(now);
    SendingDomain leased = domain.registering(tried);
    if (!domains.replace(domain, leased)) {
      return current(domain);
    }
    return switch (registrar.register(domain.name())) {
      case Registrar.Answer.Submitted(String answered) ->
          changed(leased, tried.submitted(answered));
      // Somebody before us may have been told yes and have had no time to write it down.
      case Registrar.Answer.Refused(String why) ->
          find(leased, tried)
              .map(found -> changed(leased, tried.submitted(found)))
              .orElseGet(() -> failed(leased, tried, why));
    };
  }

  private Optional<String> find(SendingDomain domain, Registration registration) {
    return registrar.find(domain.name(), registration.askedAt().minus(CLOCKS_DIFFER));
  }

  private SendingDomain follow(SendingDomain domain, Registration submitted) {
    Registrar.Progress progress = registrar.progress(submitted.operation().orElseThrow());
    return switch (progress.outcome()) {
      case PENDING ->
          progress.message().equals(submitted.message())
              ? domain
              : changed(domain, submitted.ended(State.SUBMITTED, progress.message()));
      case FAILED -> failed(domain, submitted, progress.message());
      case DONE -> {
        boolean marked = zones.mark(domain.name(), domain.tenant());
        registrar.renew(domain.name(), true);
        yield changed(
            domain,
            submitted.ended(
                State.REGISTERED,
                marked
                    ? ""
                    : "There is not exactly one zone of this name: the operator tags the one that"
                        + " answers."));
      }
    };
  }

  /// Has no domain of an identity renewed any more.
  ///
  /// @throws Registrar.UnreachableException if the registrar does not answer; then it is to be
  ///   repeated
  public void endAll(IdentityId identity) {
    for (SendingDomain domain : domains.list(identity)) {
      Optional<Registration> registered =
          domain.registration().filter(each -> each.state() == State.REGISTERED);
      if (registered.isPresent()) {
        registrar.renew(domain.name(), false);
        changed(domain, registered.get().ended(State.EXPIRING, ""));
      }
    }
  }

  private SendingDomain failed(SendingDomain before, Registration registration, String why) {
    SendingDomain after = before.registering(registration.ended(State.FAILED, why));
    return domains.giveUp(before, after) ? after : current(before);
  }

  private SendingDomain changed(SendingDomain before, Registration registration) {
    SendingDomain after = before.registering(registration);
    return domains.replace(before, after) ? after : current(before);
  }

  /// Whoever was faster goes on from there.
  private SendingDomain current(SendingDomain domain) {
    return domains
        .find(domain.identity(), domain.name())
        .orElseThrow(() -> new IllegalStateException("a domain is gone"));
  }

  /// What becomes of the wish for a domain.
  public sealed interface Asked {
    /// It is written down.
    record Begun(SendingDomain domain) implements Asked {}

    /// It was asked for before.
    record There(SendingDomain domain) implements Asked {}

    /// The name cannot be had.
    record Unavailable() implements Asked {}

    /// A year of it costs more than the operator pays.
    record TooDear(BigDecimal priceUsd, BigDecimal maxUsd) implements Asked {}

    /// The tenant has as many as the operator pays for.
    record TooMany(int max) implements Asked {}
  }
}
