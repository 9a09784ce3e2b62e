package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.ReservedNames;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.pool.Pacing;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/identities`.
///
/// @param handle the address in form the API knows the identity by
/// @param displayName the name beside the address in `From`
/// @param tier a name of [Tiers]
/// @param domains the customer's own, for the mailboxes
/// @param pacing when its cold mail goes out; at any time if absent
record CreateIdentityRequest(
    @Nullable String handle,
    @Nullable String displayName,
    @Nullable String tier,
    @Nullable List<String> domains,
    @Nullable PacingRequest pacing) {
  static final int DISPLAY_NAME_MAX = 100;

  CreateIdentityRequest {
    handle = handle(Json.required("handle", handle)).value();
    displayName =
        Lines.checked("displayName", Json.required("displayName", displayName), DISPLAY_NAME_MAX);
    int domainsMax = tier(Json.required("tier", tier)).mailboxes();
    domains = domains == null ? List.of() : checked(domains, domainsMax);
  }

  private static Handle handle(String text) {
    EmailAddress address =
        EmailAddress.tryParse(text)
            .orElseThrow(() ->
                Problem.invalidField("handle", "is an address such as dana@post.example")
                    .asException());
    PlainLocalPart.demand("handle", address);
    if (ReservedNames.isRole(address)) {
      throw Problem.invalidField("handle", "is a name reserved for the platform itself")
          .asException();
    }
    return new Handle(address.canonical());
  }

  /// The tier of that name.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming `tier`
  static Tier tier(String name) {
    return Tiers.standard()
        .find(name)
        .orElseThrow(() ->
            Problem.invalidField("tier", "is one of " + String.join(", ", Tiers.standard().names()))
                .asException());
  }

  private static List<String> checked(List<String> domains, int max) {
    if (domains.size() > max) {
      throw Problem.invalidField(
              "domains", "has at most %d names, one per mailbox of the tier".formatted(max))
          .asException();
    }
    var seen = new HashSet<String>();
    var checked = new ArrayList<String>();
    for (int i = 0; i < domains.size(); i++) {
      String field = "domains[" + i + "]";
      String domain = Domains.checked(field, domains.get(i));
      if (!seen.add(domain)) {
        throw Problem.invalidField(field, "is there twice").asException();
      }
      checked.add(domain);
    }
    return checked;
  }

  /// What is asked for, in the domain's words.
  Asked asked() {
    return new Asked(
        Handle.parse(Objects.requireNonNull(handle)),
        Objects.requireNonNull(displayName),
        tier(Objects.requireNonNull(tier)),
        List.copyOf(Objects.requireNonNull(domains)),
        pacing == null ? Pacing.OPEN : pacing.over(Pacing.OPEN));
  }

  /// An identity as asked for.
  record Asked(Handle handle, String displayName, Tier tier, List<String> domains, Pacing pacing) {}
}
