package dev.posthouse.route53;

import dev.posthouse.domain.sending.DomainRecords;
import dev.posthouse.domain.sending.HostedZones;
import dev.posthouse.domain.sending.RegisterDomain;
import dev.posthouse.domain.sending.Registrar;
import dev.posthouse.domain.sending.SendingDomains;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;

/// What the operator lets us do about customers' domains, by the setting `MANAGED_DOMAINS`: nothing
/// (`off`), `records` in the account's zones, or also `register` new ones.
///
/// @param registrar empty if none are registered
/// @param whyNot what there is to say to who wants one registered then
public record ManagedDomains(
    HostedZones zones, Optional<Registrar> registrar, String whyNot, RegisterDomain.Limits limits) {
  private static final String NOT_ALLOWED = "This deployment registers no domains.";

  /// Nothing.
  public static ManagedDomains none() {
    return new ManagedDomains(
        HostedZones.none(),
        Optional.empty(),
        NOT_ALLOWED,
        new RegisterDomain.Limits(BigDecimal.ZERO, 0));
  }

  /// By the settings of a function. A contact that is not fit for registering keeps nothing else
  /// from working.
  public static ManagedDomains of(
      Map<String, String> settings,
      Supplier<Route53Client> route53,
      Supplier<Route53DomainsClient> domains) {
    String mode = settings.getOrDefault("MANAGED_DOMAINS", "off");
    if (mode.equals("off")) {
      return none();
    }
    var zones = new Route53HostedZones(route53.get());
    var limits =
        new RegisterDomain.Limits(
            new BigDecimal(settings.getOrDefault("DOMAIN_PRICE_MAX", "0")),
            Integer.parseInt(settings.getOrDefault("DOMAINS_PER_TENANT_MAX", "0")));
    if (!mode.equals("register")) {
      return new ManagedDomains(zones, Optional.empty(), NOT_ALLOWED, limits);
    }
    try {
      var contact = DomainContact.read(settings.getOrDefault("DOMAIN_CONTACT", ""));
      return new ManagedDomains(
          zones, Optional.of(new Route53Registrar(domains.get(), contact)), "", limits);
    } catch (IllegalArgumentException e) {
      return new ManagedDomains(
          zones,
          Optional.empty(),
          NOT_ALLOWED + " Its operator has to mend: " + e.getMessage(),
          limits);
    }
  }

  /// What registers domains; empty if none are.
  public Optional<RegisterDomain> registerDomain(
      SendingDomains domains, DomainRecords records, InstantSource clock) {
    return registrar.map(with -> new RegisterDomain(domains, with, zones, records, limits, clock));
  }
}
