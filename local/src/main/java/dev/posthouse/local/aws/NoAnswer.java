package dev.posthouse.local.aws;

/// The connection is to break before an answer, so that the client cannot know what became of its
/// request.
final class NoAnswer extends RuntimeException {
  NoAnswer() {
    super("no answer", null, false, false);
  }
}
