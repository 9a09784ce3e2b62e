package dev.posthouse.unsubscribe;

import dev.posthouse.domain.tenant.Suppression.Reason;
import dev.posthouse.lambda.Problem;
import org.jspecify.annotations.Nullable;

/// The body of `POST` and `DELETE /v1/suppressions`: one address, or one domain.
///
/// @param identity the handle of the one identity it is for; absent: the whole tenant
/// @param reason why; `manual` if absent
record SuppressionRequest(
    @Nullable String address,
    @Nullable String domain,
    @Nullable String identity,
    @Nullable Reason reason) {
  SuppressionRequest {
    if ((address == null) == (domain == null)) {
      throw Problem.invalidField("address", "or domain is there, and not both").asException();
    }
    if (domain != null && identity != null) {
      throw Problem.invalidField("identity", "goes with an address only; domains are for all")
          .asException();
    }
  }
}
