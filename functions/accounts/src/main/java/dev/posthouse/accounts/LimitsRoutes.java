package dev.posthouse.accounts;

import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.purse.Moments;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// `GET /v1/limits`.
final class LimitsRoutes {
  private final Access access;
  private final Tenants tenants;
  private final Purses purses;
  private final MomentPages momentPages;
  private final Outbox outbox;
  private final Quotas quotas;
  private final Optional<String> supportContact;
  private final InstantSource clock;

  LimitsRoutes(
      Access access,
      Tenants tenants,
      Purses purses,
      MomentPages momentPages,
      Outbox outbox,
      Quotas quotas,
      Optional<String> supportContact,
      InstantSource clock) {
    this.access = access;
    this.tenants = tenants;
    this.purses = purses;
    this.momentPages = momentPages;
    this.outbox = outbox;
    this.quotas = quotas;
    this.supportContact = supportContact;
    this.clock = clock;
  }

  HttpResponse read(HttpRequest request) {
    TenantId id = access.authenticate(request, Scope.POLICY_READ).tenant();
    Tenant tenant = tenants.find(id).orElseThrow(Secrets::noSuchTenant);
    Purse purse = purses.find(id).orElseThrow(Secrets::noSuchTenant);
    Instant now = clock.instant();
    return HttpResponse.json(
        200,
        LimitsView.of(
            tenant,
            new Moments(purse, momentPages),
            quotas.of(tenant.billingState()),
            outbox.inside(id, now),
            supportContact,
            now));
  }
}
