package dev.posthouse.mcp;

import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which pages may talk to the endpoint from a browser: our own, and those of this very machine,
/// which is where people run an inspector. Programs send no Origin.
///
/// The protocol asks for it, against pages that have a name resolve to somebody's local server.
/// Here a token is needed as well, and no browser sends that by itself.
final class Origins {
  private static final Pattern LOOPBACK =
      Pattern.compile("https?://(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

  private final String publicUrl;

  /// @param publicUrl the deployment's own address, empty if it is not known
  Origins(String publicUrl) {
    this.publicUrl = publicUrl;
  }

  /// @throws dev.posthouse.lambda.ProblemException 403 if a page of another origin asks
  void check(HttpRequest request) {
    Optional<String> origin = request.header("origin").map(String::strip);
    if (origin.isPresent() && !allows(origin.get(), request.domainName())) {
      throw Problem.of(
              ProblemCode.ORIGIN_NOT_ALLOWED, "Pages of this origin may not use this endpoint.")
          .asException();
    }
  }

  private boolean allows(String origin, String domainName) {
    return LOOPBACK.matcher(origin).matches()
        || origin.equals("https://" + domainName)
        || publicUrl.equals(origin)
        || publicUrl.startsWith(origin + "/");
  }
}
