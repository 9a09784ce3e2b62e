package dev.posthouse.read;

import dev.posthouse.domain.outbound.Happening;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Something that happened in a conversation.
///
/// @param type `message`, `no_reply_expired`, `label_added`, `label_removed`, `archived` or
///   `unarchived`
/// @param ts milliseconds since the epoch
/// @param waitedMs how long nobody answered
record TimelineView(
    String type,
    long ts,
    Instant tsIso,
    @Nullable MessageView message,
    @Nullable Long waitedMs,
    @Nullable String label) {
  /// All of it, oldest first.
  static List<TimelineView> of(List<MessageView> messages, List<Happening> happenings) {
    return Stream.concat(
            messages.stream().map(TimelineView::of), happenings.stream().map(TimelineView::of))
        .sorted(Comparator.comparingLong(TimelineView::ts))
        .toList();
  }

  private static TimelineView of(MessageView message) {
    return new TimelineView(
        "message", message.createdAt().toEpochMilli(), message.createdAt(), message, null, null);
  }

  private static TimelineView of(Happening happening) {
    boolean waited = happening.kind() == Happening.Kind.NO_REPLY_EXPIRED;
    boolean labelled = !waited && !happening.detail().isEmpty();
    return new TimelineView(
        happening.kind().name().toLowerCase(Locale.ROOT),
        happening.at().toEpochMilli(),
        happening.at(),
        null,
        waited ? Long.valueOf(happening.detail()) : null,
        labelled ? happening.detail() : null);
  }
}
