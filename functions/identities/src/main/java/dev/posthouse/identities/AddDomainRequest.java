package dev.posthouse.identities;

import dev.posthouse.lambda.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/identities/{handle}/domains`.
///
/// @param domain the tenant's own, or to be
/// @param register whether it is to be registered; absent: it is there
record AddDomainRequest(@Nullable String domain, @Nullable Boolean register) {
  AddDomainRequest {
    domain = Domains.checked("domain", Json.required("domain", domain));
  }

  /// The domain in lower-case A-labels.
  String name() {
    return Objects.requireNonNull(domain);
  }

  boolean registers() {
    return Boolean.TRUE.equals(register);
  }
}
