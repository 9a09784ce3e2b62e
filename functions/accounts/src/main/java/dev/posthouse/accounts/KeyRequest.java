package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/tenants/{tenantId}/keys`.
///
/// @param scopes such as `mail:send`; all of them if absent
/// @param expiresAt when the key stops working; never if absent
record KeyRequest(
    @Nullable String name, @Nullable List<String> scopes, @Nullable Instant expiresAt) {
  static final Set<Scope> ALL_SCOPES = Set.copyOf(EnumSet.allOf(Scope.class));

  KeyRequest {
    TenantRequest.checkedName(Json.required("name", name));
    if (scopes != null && scopes.isEmpty()) {
      throw Problem.invalidField("scopes", "names at least one scope; leave it out for all")
          .asException();
    }
    scopes(scopes);
  }

  private static Set<Scope> scopes(@Nullable List<String> words) {
    return words == null
        ? ALL_SCOPES
        : words.stream().map(KeyRequest::scope).collect(Collectors.toUnmodifiableSet());
  }

  private static Scope scope(String word) {
    return Scope.ofWire(word)
        .orElseThrow(() ->
            Problem.invalidField(
                    "scopes",
                    "are among "
                        + ALL_SCOPES.stream()
                            .map(Scope::wire)
                            .sorted()
                            .collect(Collectors.joining(", ")))
                .asException());
  }

  @JsonIgnore
  String trimmedName() {
    return TenantRequest.checkedName(Json.required("name", name));
  }

  @JsonIgnore
  Set<Scope> scopesAsked() {
    return scopes(scopes);
  }
}
