package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/tenants`, complete and in canonical form.
///
/// @param name what people call the tenant
/// @param operatorEmail whom to write to about it
/// @param outboundStatus how far its mail may go from the start: `external_enabled`, the usual, or
///   `internal_only`
record CreateTenantRequest(
    @Nullable String name,
    @Nullable String operatorEmail,
    @Nullable OutboundStatus outboundStatus) {
  static final int NAME_MAX = 200;

  CreateTenantRequest {
    name = Lines.required("name", name, NAME_MAX);
    operatorEmail = address(Json.required("operatorEmail", operatorEmail)).toString();
    if (outboundStatus == null) {
      outboundStatus = OutboundStatus.EXTERNAL_ENABLED;
    }
    if (outboundStatus != OutboundStatus.EXTERNAL_ENABLED
        && outboundStatus != OutboundStatus.INTERNAL_ONLY) {
      throw Problem.invalidField("outboundStatus", "is external_enabled or internal_only")
          .asException();
    }
  }

  private static EmailAddress address(String text) {
    try {
      return EmailAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw Problem.invalidField("operatorEmail", "is not an email address: " + e.getMessage())
          .asException();
    }
  }
}
