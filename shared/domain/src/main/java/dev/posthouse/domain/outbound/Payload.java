package dev.posthouse.domain.outbound;

/// A job's content: on the job itself while it is small, else beside it.
public sealed interface Payload {
  /// The content is part of the job.
  record Inline(Content content) implements Payload {}

  /// The content is in the [Contents] under that key.
  ///
  /// @param subject kept on the job, for lists
  record Stored(String key, String subject) implements Payload {}
}
