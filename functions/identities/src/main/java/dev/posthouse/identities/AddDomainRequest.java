package dev.posthouse.identities;

import dev.posthouse.lambda.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/identities/{handle}/domains`.
///
/// @param domain the tenant's own
record AddDomainRequest(@Nullable String domain) {
  AddDomainRequest {
    domain = Domains.checked("domain", Json.required("domain", domain));
  }

  /// The domain in lower-case A-labels.
  String name() {
    return Objects.requireNonNull(domain);
  }
}
