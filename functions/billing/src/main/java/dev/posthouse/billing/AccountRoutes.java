package dev.posthouse.billing;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.LedgerEntryId;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Cursor;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a tenant has and has paid: account, ledger, receipts.
final class AccountRoutes {
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;

  private final Access access;
  private final Purses purses;
  private final Receipts receipts;
  private final InstantSource clock;

  AccountRoutes(Access access, Purses purses, Receipts receipts, InstantSource clock) {
    this.access = access;
    this.purses = purses;
    this.receipts = receipts;
    this.clock = clock;
  }

  HttpResponse account(HttpRequest request) {
    return HttpResponse.json(200, account(reader(request)));
  }

  AccountView account(TenantId tenant) {
    return purses
        .find(tenant)
        .map(purse -> AccountView.of(purse, clock.instant()))
        .orElseThrow(() -> new IllegalStateException("no purse of " + tenant));
  }

  HttpResponse ledger(HttpRequest request) {
    TenantId tenant = reader(request);
    String query = "ledger\0" + tenant.value();
    Optional<LedgerEntryId> before =
        place(request, query, LedgerEntryId.PREFIX).map(LedgerEntryId::new);
    int limit = limit(request);
    List<LedgerEntry> entries = purses.entries(tenant, before, limit + 1);
    return page(entries, limit, LedgerEntryView::of, entry -> entry.id().value(), query);
  }

  HttpResponse receipts(HttpRequest request) {
    TenantId tenant = reader(request);
    String query = "receipts\0" + tenant.value();
    Optional<ReceiptId> before = place(request, query, ReceiptId.PREFIX).map(ReceiptId::new);
    int limit = limit(request);
    List<Receipt> found = receipts.list(tenant, before, limit + 1);
    return page(found, limit, ReceiptView::of, receipt -> receipt.id().value(), query);
  }

  HttpResponse receipt(HttpRequest request) {
    TenantId tenant = reader(request);
    return HttpResponse.json(200, ReceiptView.of(find(tenant, request.param("id"))));
  }

  /// The tenant's receipt with that id.
  ///
  /// @throws ProblemException 404 if it has none
  Receipt find(TenantId tenant, String id) {
    return Optional.of(id)
        .filter(text -> Id.hasShape(ReceiptId.PREFIX, text))
        .flatMap(text -> receipts.find(tenant, new ReceiptId(text)))
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_FOUND, "This tenant has no such receipt.").asException());
  }

  private TenantId reader(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.BILLING_READ);
    return key.tenant();
  }

  private static int limit(HttpRequest request) {
    return request.limit(LIMIT_DEFAULT, LIMIT_MAX);
  }

  private static Optional<String> place(HttpRequest request, String query, String prefix) {
    Optional<String> place = request.query("cursor").map(cursor -> Cursor.open(cursor, query));
    if (place.isPresent() && !Id.hasShape(prefix, place.get())) {
      throw Problem.invalidField("cursor", "is a nextCursor of this very query").asException();
    }
    return place;
  }

  /// @param found one more than fits, if there is more
  private static <T> HttpResponse page(
      List<T> found, int limit, Function<T, Object> view, Function<T, String> id, String query) {
    List<T> shown = found.subList(0, Math.min(limit, found.size()));
    @Nullable String next =
        found.size() > limit ? Cursor.seal(id.apply(shown.getLast()), query) : null;
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", shown.stream().map(view).toList());
    body.put("nextCursor", next);
    return HttpResponse.json(200, body);
  }
}
