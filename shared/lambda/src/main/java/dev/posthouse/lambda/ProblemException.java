package dev.posthouse.lambda;

/// Ends a request with a [Problem]. It carries no stack: it is an answer, not a fault.
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /// An exception that answers `problem`.
  public ProblemException(Problem problem) {
    super(problem.code().code() + ": " + problem.detail(), null, false, false);
    this.problem = problem;
  }

  /// The answer.
  public Problem problem() {
    return problem;
  }
}
