package dev.posthouse.lambda;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/// The operator's key, presented as `Authorization: Bearer` or `x-admin-secret`.
///
/// Only its digest is kept, and digests are compared in constant time: neither the length of the
/// key nor how much of a guess was right can be measured.
public final class AdminKey {
  private final byte[] digest;
  private final boolean configured;

  /// @param key the expected key, blank if the deployment has none
  public AdminKey(String key) {
    this.digest = digest(key);
    this.configured = !key.isBlank();
  }

  /// Whether `request` presents the key. A deployment without a key knows no operator.
  public boolean presentedBy(HttpRequest request) {
    return presented(request)
        .map(given -> configured && MessageDigest.isEqual(digest, digest(given)))
        .orElse(false);
  }

  /// Refuses a request that does not present the key.
  ///
  /// @throws ProblemException 401 `missing_token` or `invalid_token`, 503 `not_configured`
  public void demandOf(HttpRequest request) {
    if (!configured) {
      throw Problem.of(ProblemCode.NOT_CONFIGURED, "This deployment has no admin key.")
          .asException();
    }
    if (presented(request).isEmpty()) {
      throw Problem.of(ProblemCode.MISSING_TOKEN, "This route needs the admin key.")
          .withFix("Send `Authorization: Bearer <admin key>` or `x-admin-secret: <admin key>`.")
          .asException();
    }
    if (!presentedBy(request)) {
      throw Problem.of(ProblemCode.INVALID_TOKEN, "This is not the admin key.").asException();
    }
  }

  private static Optional<String> presented(HttpRequest request) {
    return request.header("x-admin-secret").or(request::bearerIfAny);
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
