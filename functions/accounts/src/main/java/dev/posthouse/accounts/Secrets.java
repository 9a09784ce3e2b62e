package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;

/// Answers that carry a secret, which is given once, and those to their repetition.
final class Secrets {
  private static final int CREATED = 201;

  private Secrets() {}

  /// 201, to be kept nowhere on the way.
  static HttpResponse created(Object answer) {
    return HttpResponse.json(CREATED, answer).header("cache-control", "no-store");
  }

  /// The same request made that key, or a secret of it, before.
  static ProblemException alreadyMade(KeyId key, String fix) {
    return Problem.of(
            ProblemCode.ALREADY_EXISTS,
            "This request made a secret of the key %s before; it was shown then.".formatted(key))
        .withFix(fix)
        .with("keyId", key.value())
        .asException();
  }

  /// Another request came under the idempotency key before.
  static ProblemException keyReused() {
    return Problem.of(
            ProblemCode.IDEMPOTENCY_CONFLICT,
            "This Idempotency-Key came with another request before.")
        .asException();
  }

  static ProblemException noSuchTenant() {
    return Problem.of(ProblemCode.NOT_FOUND, "There is no such tenant.").asException();
  }
}
