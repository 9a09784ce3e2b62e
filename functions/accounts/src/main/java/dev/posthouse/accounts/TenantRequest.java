package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/tenants`.
///
/// @param outboundStatus `external_enabled`, the default, or `internal_only` to begin restricted
record TenantRequest(
    @Nullable String name,
    @Nullable String operatorEmail,
    @Nullable OutboundStatus outboundStatus) {
  private static final int NAME_MAX = 100;

  TenantRequest {
    checkedName(Json.required("name", name));
    AccountsHandler.address("operatorEmail", Json.required("operatorEmail", operatorEmail));
    if (outboundStatus != null
        && outboundStatus != OutboundStatus.EXTERNAL_ENABLED
        && outboundStatus != OutboundStatus.INTERNAL_ONLY) {
      throw Problem.invalidField("outboundStatus", "is external_enabled or internal_only")
          .asException();
    }
  }

  /// A name people can read: one line, not blank.
  static String checkedName(String name) {
    String trimmed = name.strip();
    if (trimmed.isEmpty()
        || trimmed.length() > NAME_MAX
        || trimmed.chars().anyMatch(Character::isISOControl)) {
      throw Problem.invalidField("name", "is one line of 1 to " + NAME_MAX + " characters")
          .asException();
    }
    return trimmed;
  }

  @JsonIgnore
  String trimmedName() {
    return checkedName(Json.required("name", name));
  }

  @JsonIgnore
  EmailAddress operator() {
    return AccountsHandler.address("operatorEmail", Json.required("operatorEmail", operatorEmail));
  }
}
