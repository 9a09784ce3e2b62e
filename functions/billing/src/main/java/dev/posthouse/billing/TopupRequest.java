package dev.posthouse.billing;

import dev.posthouse.domain.billing.Prices;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/billing/topup`.
///
/// @param credits how many to buy
/// @param network pays on this chain only, null for any that is taken
/// @param asset pays in this token only, null for any
record TopupRequest(@Nullable Long credits, @Nullable String network, @Nullable String asset) {
  TopupRequest {
    long wanted = Json.required("credits", credits);
    if (wanted < 1 || wanted > Prices.TOPUP_MAX) {
      throw Problem.invalidField("credits", "is a whole number from 1 to " + Prices.TOPUP_MAX)
          .asException();
    }
  }
}
