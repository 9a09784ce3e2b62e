package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/identities`.
///
/// @param handle `local@platform-domain`, in any case
/// @param displayName the name beside the address in `From`
/// @param tier such as `growth`
/// @param domains the customer's own domains for the mailboxes
record IdentityRequest(
    @Nullable String handle,
    @Nullable String displayName,
    @Nullable String tier,
    @Nullable List<String> domains) {
  static final int DISPLAY_NAME_MAX = 64;

  IdentityRequest {
    String address = Json.required("handle", handle);
    if (EmailAddress.tryParse(address).isEmpty()) {
      throw Problem.invalidField("handle", "is an address such as alice@your-platform-domain")
          .asException();
    }
    checkDisplayName(Json.required("displayName", displayName));
    if (Tiers.standard().find(Json.required("tier", tier)).isEmpty()) {
      throw Problem.invalidField("tier", "is one of " + String.join(", ", Tiers.standard().names()))
          .asException();
    }
    domains = domains == null ? List.of() : domains.stream().map(IdentityRequest::domain).toList();
    if (domains.stream().distinct().count() < domains.size()) {
      throw Problem.invalidField("domains", "names a domain twice").asException();
    }
  }

  static void checkDisplayName(String name) {
    if (name.isBlank()
        || name.length() > DISPLAY_NAME_MAX
        || name.chars().anyMatch(Character::isISOControl)) {
      throw Problem.invalidField(
              "displayName", "is one line of 1 to " + DISPLAY_NAME_MAX + " characters")
          .asException();
    }
  }

  private static String domain(String text) {
    return EmailAddress.tryParse("x@" + text.strip())
        .map(EmailAddress::domain)
        .orElseThrow(
            () -> Problem.invalidField("domains", "are names such as tryacme.com").asException());
  }
}
