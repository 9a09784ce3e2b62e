package dev.posthouse.domain.outbound;

import java.util.List;
import java.util.stream.IntStream;

/// The jobs of one message to several recipients.
///
/// @param first the id of the first recipient's job, whether or not that was taken
/// @param size how many recipients were asked for
public record CopyGroup(JobId first, int size) {
  /// The ids the jobs have, as far as they were taken.
  public List<JobId> ids() {
    return IntStream.range(0, size).mapToObj(index -> JobIds.copy(first, index)).toList();
  }
}
