package dev.posthouse.read;

import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The jobs behind messages, for one request: they tell what became of what was written. Each is
/// read once.
final class JobsBehind {
  private static final String RECEIVED = "received";

  private final Jobs jobs;
  private final Map<JobId, OutboundJob> known = new HashMap<>();
  private final Set<JobId> asked = new HashSet<>();

  JobsBehind(Jobs jobs) {
    this.jobs = jobs;
  }

  /// Every status a message may have.
  static List<String> statuses() {
    return Stream.concat(
            Stream.of(RECEIVED), Arrays.stream(JobStatus.values()).map(JobsBehind::wire))
        .toList();
  }

  private static String wire(JobStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  /// Reads the jobs of the messages at once.
  JobsBehind load(Collection<Message> messages) {
    List<JobId> missing =
        messages.stream().map(Message::job).filter(Objects::nonNull).filter(asked::add).toList();
    if (!missing.isEmpty()) {
      known.putAll(jobs.findAll(missing));
    }
    return this;
  }

  /// The job of a message that was loaded. Empty for what was received, and for what was written so
  /// long ago that its job has expired.
  Optional<OutboundJob> of(Message message) {
    return Optional.ofNullable(message.job()).map(known::get);
  }

  /// What became of a message that was loaded. Where its job has expired, its `Message-ID` still
  /// tells that it was sent; empty where not even that is known.
  Optional<String> status(Message message) {
    if (message.direction() == Direction.INBOUND) {
      return Optional.of(RECEIVED);
    }
    return of(message)
        .map(job -> wire(job.status()))
        .or(() -> Optional.ofNullable(message.internetMessageId()).map(id -> wire(JobStatus.SENT)));
  }
}
