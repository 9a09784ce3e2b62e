package dev.posthouse.dynamodb;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;

/// Tells whether content is small enough to be part of its job.
public final class JobSize {
  private static final int WRITE_UNIT = 1 << 10;

  /// What a job grows by until its end: what SES calls the message, the moments, the delivery
  /// status.
  private static final int GROWTH = 170;

  private JobSize() {}

  /// Whether a job with that content stays within one write unit until its end, so that each of its
  /// steps costs one.
  public static boolean fits(OutboundJob job, Content content) {
    var inline =
        new OutboundJob(
            job.id(),
            job.envelope(),
            new Payload.Inline(content),
            job.acceptance(),
            job.progress());
    return ItemSize.of(JobItem.write(inline)) + GROWTH <= WRITE_UNIT;
  }
}
