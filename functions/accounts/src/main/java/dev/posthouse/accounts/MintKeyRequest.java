package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/keys` and `POST /v1/tenants/{tenantId}/keys`. What is left out is as wide
/// as whoever mints the key may make it.
///
/// @param name what people call the key
/// @param scopes what it may do
/// @param identities the identities it may use, by handle; none: all
/// @param recipientDomains the domains it may write to, without their subdomains; none: all
/// @param budget how much it may do a day
/// @param test whether its mail never leaves the simulator
/// @param expiresAt when it stops working
record MintKeyRequest(
    @Nullable String name,
    @Nullable List<String> scopes,
    @Nullable List<String> identities,
    @Nullable List<String> recipientDomains,
    @Nullable Budget budget,
    @Nullable Boolean test,
    @Nullable Instant expiresAt) {
  static final int NAME_MAX = 100;
  static final int IDENTITIES_MAX = 50;
  static final int RECIPIENT_DOMAINS_MAX = 50;

  private static final Instant TIME_MAX = Instant.parse("9999-01-01T00:00:00Z");

  /// How much a key may do per UTC day; at least one of both.
  record Budget(@Nullable Integer sendsPerDay, @Nullable Integer newRecipientsPerDay) {
    Budget {
      if (sendsPerDay == null && newRecipientsPerDay == null) {
        throw Problem.missingField("sendsPerDay").asException();
      }
      demandCount("sendsPerDay", sendsPerDay);
      demandCount("newRecipientsPerDay", newRecipientsPerDay);
    }

    private static void demandCount(String field, @Nullable Integer count) {
      if (count != null && (count < 0 || count > KeyBudget.COUNT_MAX)) {
        throw Problem.invalidField(field, "goes from 0 to " + KeyBudget.COUNT_MAX).asException();
      }
    }
  }

  MintKeyRequest {
    name = Lines.required("name", name, NAME_MAX);
    scopes = scopes == null ? null : checked(scopes);
    demandAtMost("identities", identities, IDENTITIES_MAX);
    demandAtMost("recipientDomains", recipientDomains, RECIPIENT_DOMAINS_MAX);
    recipientDomains = recipientDomains == null ? null : domains(recipientDomains);
    // As it is stored and answered, so that a repetition is told by comparing.
    expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
  }

  private static void demandAtMost(String field, @Nullable List<String> values, int max) {
    if (values != null && values.size() > max) {
      throw Problem.invalidField(field, "has at most " + max + " entries").asException();
    }
  }

  private static List<String> domains(List<String> texts) {
    var domains = new TreeSet<String>();
    for (int i = 0; i < texts.size(); i++) {
      int index = i;
      domains.add(
          EmailAddress.tryParse("anybody@" + texts.get(i).strip())
              .map(EmailAddress::domain)
              .orElseThrow(() ->
                  Problem.invalidField(
                          "recipientDomains[" + index + "]", "is a domain such as example.com")
                      .asException()));
    }
    return List.copyOf(domains);
  }

  private static List<String> checked(List<String> scopes) {
    if (scopes.isEmpty()) {
      throw Problem.invalidField("scopes", "names at least one scope, or is left out for all")
          .asException();
    }
    for (int i = 0; i < scopes.size(); i++) {
      if (Scope.ofWire(scopes.get(i)).isEmpty()) {
        throw Problem.invalidField(
                "scopes[" + i + "]",
                "is one of " + String.join(", ", wire(List.of(Scope.values()))))
            .asException();
      }
    }
    return wire(
        Arrays.stream(Scope.values()).filter(scope -> scopes.contains(scope.wire())).toList());
  }

  private static List<String> wire(List<Scope> scopes) {
    return scopes.stream().map(Scope::wire).toList();
  }

  /// Refuses an end that has passed, or that no calendar reaches.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 naming `expiresAt`
  void demandOpen(Instant now) {
    if (expiresAt != null && !(expiresAt.isAfter(now) && expiresAt.isBefore(TIME_MAX))) {
      throw Problem.invalidField("expiresAt", "is in the future, before the year 9999")
          .asException();
    }
  }

  /// The scopes as the domain knows them; `widest`, if none is named.
  Set<Scope> granted(Set<Scope> widest) {
    return scopes == null
        ? widest
        : scopes.stream()
            .flatMap(scope -> Scope.ofWire(scope).stream())
            .collect(Collectors.toUnmodifiableSet());
  }

  /// What people call the key.
  String line() {
    return Objects.requireNonNull(name);
  }
}
