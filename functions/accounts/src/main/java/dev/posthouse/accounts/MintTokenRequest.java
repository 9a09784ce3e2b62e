package dev.posthouse.accounts;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/auth/tokens`.
///
/// @param mailbox the address of the tenant's mailbox it is bound to; absent: a key of the tenant
/// @param scopes what it may do
/// @param expiresInSeconds how long it works, up to a year; an hour, if absent
/// @param name what people call it
record MintTokenRequest(
    @Nullable String tenantId,
    @Nullable String mailbox,
    @Nullable List<String> scopes,
    @Nullable Integer expiresInSeconds,
    @Nullable String name) {
  private static final int LIFETIME_DEFAULT_SECONDS = 3_600;
  private static final int LIFETIME_MAX_SECONDS = 31_536_000;

  MintTokenRequest {
    var fields = new Fields();
    if (tenantId == null) {
      fields.missing("tenantId");
    } else if (!Id.hasShape(TenantId.PREFIX, tenantId)) {
      fields.wrong("tenantId", "is the id of a tenant");
    }
    if (mailbox != null) {
      mailbox = fields.address("mailbox", mailbox).map(Object::toString).orElse("");
    }
    if (scopes == null || scopes.isEmpty()) {
      fields.missing("scopes");
    } else {
      for (int i = 0; i < scopes.size(); i++) {
        if (Scope.ofWire(scopes.get(i)).isEmpty()) {
          fields.wrong("scopes[" + i + "]", "is no scope");
        }
      }
    }
    expiresInSeconds = Objects.requireNonNullElse(expiresInSeconds, LIFETIME_DEFAULT_SECONDS);
    if (expiresInSeconds < 1 || expiresInSeconds > LIFETIME_MAX_SECONDS) {
      fields.wrong("expiresInSeconds", "goes from 1 to " + LIFETIME_MAX_SECONDS);
    }
    name = name == null ? "minted token" : fields.line("name", name, MintKeyRequest.NAME_MAX);
    fields.demandRight();
  }

  TenantId tenant() {
    return new TenantId(Objects.requireNonNull(tenantId));
  }

  Duration lifetime() {
    return Duration.ofSeconds(Objects.requireNonNull(expiresInSeconds));
  }

  Set<Scope> granted() {
    var granted = new LinkedHashSet<Scope>();
    for (String scope : Objects.requireNonNull(scopes)) {
      Scope.ofWire(scope).ifPresent(granted::add);
    }
    return granted;
  }
}
