package dev.posthouse.lambda;

/// Answers one route.
@FunctionalInterface
public interface Handler {
  /// Answers `request`.
  ///
  /// @throws ProblemException to answer with a problem
  HttpResponse handle(HttpRequest request);
}
