package dev.posthouse.local.aws;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// A new object, or new content of one.
///
/// @param sizeBytes of the content
/// @param eTag hex MD5 of the content, without quotes
public record ObjectCreated(String bucket, String key, long sizeBytes, String eTag, Instant at) {
  /// The event that Lambda gives to a function.
  public ObjectNode json() {
    throw new UnsupportedOperationException();
  }
}
