package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Problem;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/tenants/{tenantId}/keys`.
///
/// @param name what people call the key
/// @param scopes what it may do; everything, if none is named
/// @param expiresAt when it stops working; never, if absent
record MintKeyRequest(
    @Nullable String name, @Nullable List<String> scopes, @Nullable Instant expiresAt) {
  static final int NAME_MAX = 100;

  private static final Instant TIME_MAX = Instant.parse("9999-01-01T00:00:00Z");

  MintKeyRequest {
    name = Lines.required("name", name, NAME_MAX);
    scopes = scopes == null ? wire(List.of(Scope.values())) : checked(scopes);
    // As it is stored and answered, so that a repetition is told by comparing.
    expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MILLIS);
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

  /// The scopes as the domain knows them.
  Set<Scope> granted() {
    return Objects.requireNonNull(scopes).stream()
        .flatMap(scope -> Scope.ofWire(scope).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
