package dev.posthouse.accounts;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.InstantSource;

/// `POST /v1/tenants/{tenantId}/credits`: the operator gives a tenant credits, or takes some.
final class CreditsRoutes {
  private final AdminKey adminKey;
  private final Purses purses;
  private final Ulids ulids;
  private final InstantSource clock;

  CreditsRoutes(AdminKey adminKey, Purses purses, Ulids ulids, InstantSource clock) {
    this.adminKey = adminKey;
    this.purses = purses;
    this.ulids = ulids;
    this.clock = clock;
  }

  HttpResponse adjust(HttpRequest request) {
    adminKey.demandOf(request);
    TenantId tenant = PolicyRoutes.id(request);
    CreditsRequest body = request.json(CreditsRequest.class);
    String reference = request.idempotencyKey(null).map(JobIds::sha256).orElseGet(ulids::next);
    LedgerEntry entry =
        LedgerEntry.booking(
            tenant,
            LedgerEntry.Kind.ADJUSTMENT,
            body.amount(),
            reference,
            body.why(),
            clock.instant());
    request.note("credits", body.amount());
    return switch (purses.book(entry)) {
      case Purses.Booking.Booked(LedgerEntry booked) -> answer(booked);
      case Purses.Booking.AlreadyBooked(LedgerEntry there) -> repeated(there, entry);
      case Purses.Booking.NotCovered(Purse purse) ->
          throw Problem.of(
                  ProblemCode.CONFLICT,
                  "The tenant has %s credits available, not %d to take."
                      .formatted(purse.available(), -body.amount()))
              .withFix("Take no more than are available; reserved ones belong to messages.")
              .asException();
      case Purses.Booking.NoSuchTenant() -> throw Secrets.noSuchTenant();
    };
  }

  private static HttpResponse repeated(LedgerEntry there, LedgerEntry asked) {
    if (there.credits() != asked.credits() || !there.reason().equals(asked.reason())) {
      throw Secrets.keyReused();
    }
    return answer(there).header("idempotent-replayed", "true");
  }

  private static HttpResponse answer(LedgerEntry entry) {
    return HttpResponse.json(200, CreditsView.of(entry));
  }
}
