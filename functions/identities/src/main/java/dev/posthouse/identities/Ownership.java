package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.Optional;

/// Finds the identity a path names, for those who may know of it.
final class Ownership {
  private final Identities identities;

  Ownership(Identities identities) {
    this.identities = identities;
  }

  /// The tenant's identity with the handle of the path.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 404 if there is none, it is another tenant's, or
  ///   the key may not use it
  Identity find(HttpRequest request, ApiKey key) {
    return lookUp(request)
        .filter(identity -> key.reaches(identity.roster().tenant(), identity.id()))
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_FOUND, "This tenant has no identity with that handle.")
                .asException());
  }

  /// The identity with the handle of the path, whosever it is: for the operator.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 404 if there is none
  Identity find(HttpRequest request) {
    return lookUp(request)
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_FOUND, "There is no identity with that handle.")
                .asException());
  }

  private Optional<Identity> lookUp(HttpRequest request) {
    return EmailAddress.tryParse(request.param("handle"))
        .map(address -> new Handle(address.canonical()))
        .flatMap(identities::find);
  }
}
