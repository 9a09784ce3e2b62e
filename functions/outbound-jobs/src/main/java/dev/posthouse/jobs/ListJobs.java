package dev.posthouse.jobs;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lists an identity's jobs, newest first.
final class ListJobs {
  /// How many messages are looked at for one page, however few of them have the status asked for: a
  /// page may be short or empty and still have a next one.
  private static final int LOOKED_AT_MAX = 400;

  /// How many are looked at with one read, at least: a rare status is not looked for one by one.
  private static final int READ_MIN = 100;

  private final Conversations conversations;
  private final Jobs jobs;

  ListJobs(Conversations conversations, Jobs jobs) {
    this.conversations = conversations;
    this.jobs = jobs;
  }

  /// One page.
  ///
  /// @param next the message to go on before; null at the end
  record Page(List<OutboundJob> jobs, @Nullable MessageId next) {}

  Page list(
      IdentityId identity,
      Optional<JobStatus> status,
      Optional<Instant> since,
      Optional<MessageId> before,
      int limit) {
    var found = new ArrayList<OutboundJob>();
    Optional<MessageId> from = before;
    int read = status.isPresent() ? Math.max(limit, READ_MIN) : limit;
    for (int looked = 0; looked < LOOKED_AT_MAX; looked += read) {
      List<Conversations.Filed> filed = conversations.jobs(identity, since, from, read);
      Map<JobId, OutboundJob> page =
          jobs.findAll(filed.stream().map(Conversations.Filed::job).toList());
      for (Conversations.Filed entry : filed) {
        from = Optional.of(entry.message());
        OutboundJob job = page.get(entry.job());
        if (job != null && status.map(wanted -> wanted == job.status()).orElse(true)) {
          found.add(job);
          if (found.size() == limit) {
            return new Page(found, entry.message());
          }
        }
      }
      if (filed.size() < read) {
        return new Page(found, null);
      }
    }
    return new Page(found, from.orElse(null));
  }
}
