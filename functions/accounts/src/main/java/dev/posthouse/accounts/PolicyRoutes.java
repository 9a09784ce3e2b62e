package dev.posthouse.accounts;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.purse.Moments;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.purse.Quotas;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a tenant pays for and how far its mail may go: it reads that, the operator decides on it.
final class PolicyRoutes {
  private static final int ATTEMPTS_MAX = 20;

  private final Access access;
  private final AdminKey adminKey;
  private final Tenants tenants;
  private final Mailboxes mailboxes;
  private final Purses purses;
  private final MomentPages momentPages;
  private final Quotas quotas;
  private final InstantSource clock;
  private final Backoff backoff;

  PolicyRoutes(
      Access access,
      AdminKey adminKey,
      Tenants tenants,
      Mailboxes mailboxes,
      Purses purses,
      MomentPages momentPages,
      Quotas quotas,
      InstantSource clock,
      Backoff backoff) {
    this.access = access;
    this.adminKey = adminKey;
    this.tenants = tenants;
    this.mailboxes = mailboxes;
    this.purses = purses;
    this.momentPages = momentPages;
    this.quotas = quotas;
    this.clock = clock;
    this.backoff = backoff;
  }

  HttpResponse tenant(HttpRequest request) {
    adminKey.demandOf(request);
    Tenant tenant = find(id(request));
    return HttpResponse.json(
        200, TenantView.of(tenant, mailboxes.signup(tenant.id()).orElse(null)));
  }

  HttpResponse read(HttpRequest request) {
    if (adminKey.presentedBy(request)) {
      return answer(find(id(request)));
    }
    ApiKey key = access.authenticate(request, Scope.POLICY_READ);
    return answer(
        Optional.of(id(request))
            .filter(key.tenant()::equals)
            .map(this::find)
            .orElseThrow(Secrets::noSuchTenant));
  }

  HttpResponse replace(HttpRequest request) {
    adminKey.demandOf(request);
    TenantId id = id(request);
    PolicyRequest body = request.json(PolicyRequest.class);
    return answer(change(id, body::applied, ""));
  }

  /// The operator's decision.
  ///
  /// @param reason in words, shown with the policy
  record Review(SendPolicy.@Nullable Decision decision, @Nullable String reason) {
    private static final int REASON_MAX = 200;

    Review {
      Json.required("decision", decision);
      if (reason != null && reason.length() > REASON_MAX) {
        throw Problem.invalidField("reason", "has at most " + REASON_MAX + " characters")
            .asException();
      }
    }

    String why() {
      return reason == null ? "" : reason.strip();
    }
  }

  HttpResponse decide(HttpRequest request) {
    adminKey.demandOf(request);
    TenantId id = id(request);
    Review review = request.json(Review.class);
    SendPolicy.Decision decision = Json.required("decision", review.decision());
    request.note("decision", decision.name().toLowerCase(Locale.ROOT));
    return answer(
        change(
            id,
            policy ->
                policy
                    .decided(decision)
                    .orElseThrow(() ->
                        Problem.of(
                                ProblemCode.CONFLICT,
                                "A tenant that is %s, %s cannot be decided on so."
                                    .formatted(
                                        policy.billing().name().toLowerCase(Locale.ROOT),
                                        policy.outbound().name().toLowerCase(Locale.ROOT)))
                            .withFix(
                                "Reinstate a suspended tenant first; a free one has no review.")
                            .asException()),
            review.why()));
  }

  private Tenant change(TenantId id, Function<SendPolicy, SendPolicy> decision, String reason) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Tenant tenant = find(id);
      SendPolicy after = decision.apply(tenant.policy());
      if (after.equals(tenant.policy())) {
        return tenant;
      }
      Instant now = clock.instant();
      if (tenants.changePolicy(id, tenant.policy(), after, reason, now)) {
        return tenant.with(after, reason, now);
      }
      backoff.pause(attempt);
    }
    throw new StoreBusyException("others decide on " + id);
  }

  private HttpResponse answer(Tenant tenant) {
    Quota quota = quotas.of(tenant.billingState());
    Purse purse = purses.find(tenant.id()).orElseThrow(Secrets::noSuchTenant);
    return HttpResponse.json(
        200,
        PolicyView.of(
            tenant, quota, QuotaUsage.of(new Moments(purse, momentPages), quota, clock.instant())));
  }

  private Tenant find(TenantId id) {
    return tenants.find(id).orElseThrow(Secrets::noSuchTenant);
  }

  /// The tenant a path names.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 404 if that is no id
  static TenantId id(HttpRequest request) {
    String id = request.param("tenantId");
    if (!Id.hasShape(TenantId.PREFIX, id)) {
      throw Secrets.noSuchTenant();
    }
    request.note("tenant", id);
    return new TenantId(id);
  }
}
