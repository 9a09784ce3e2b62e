package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/identities/{handle}/pool`.
///
/// @param address at a domain of the customer that SES knows as verified
/// @param stage progress of its warmup, 0 to 100; 0 if absent
/// @param dailyCap most messages it sends per UTC day; what its stage gives, if absent
record AddMailboxRequest(
    @Nullable String address, @Nullable Integer stage, @Nullable Integer dailyCap) {
  AddMailboxRequest {
    address = address(Json.required("address", address)).canonical();
    stage = Numbers.percent("stage", stage);
    dailyCap = Numbers.positive("dailyCap", dailyCap);
  }

  private static EmailAddress address(String text) {
    EmailAddress address =
        EmailAddress.tryParse(text)
            .orElseThrow(() ->
                Problem.invalidField("address", "is an address such as dana@mail.example.com")
                    .asException());
    PlainLocalPart.demand("address", address);
    return address;
  }

  /// The address, lower case.
  EmailAddress parsedAddress() {
    return EmailAddress.parse(Objects.requireNonNull(address));
  }
}
