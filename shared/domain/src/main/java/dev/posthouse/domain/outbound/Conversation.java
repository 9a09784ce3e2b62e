package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All mail between one identity and one correspondent.
///
/// @param correspondent the other side
/// @param subject of the first message
/// @param references `Message-ID`s of its messages, oldest first, without angle brackets; the
///   newest [#REFERENCES_MAX] and the first
/// @param thread its messages, oldest first; the newest [#THREAD_MAX]
/// @param archived whether its owner has put it away
/// @param lastEventAt when something last happened in it
/// @param waiting for an answer
/// @param timeline what else happened to it, oldest first; the newest [Happening#KEPT_MAX]
public record Conversation(
    ConversationId id,
    TenantId tenant,
    IdentityId identity,
    EmailAddress correspondent,
    String subject,
    String snippet,
    int messageCount,
    List<String> labels,
    List<String> references,
    List<MessageId> thread,
    boolean archived,
    Instant createdAt,
    Instant lastEventAt,
    Waiting waiting,
    List<Happening> timeline) {
  /// Within which a message that is sent at once has left.
  static final Duration AT_ONCE = Duration.ofSeconds(5);

  /// How many `Message-ID`s are kept: enough for any client to find the thread, and a header that
  /// stays well below a server's limit.
  public static final int REFERENCES_MAX = 20;

  /// How many messages are kept in order: more than anybody reads at once, and few enough for one
  /// item. Older ones are found in the list of the identity's messages.
  public static final int THREAD_MAX = 200;

  public Conversation {
    labels = List.copyOf(labels);
    references = List.copyOf(references);
    thread = List.copyOf(thread);
    timeline = List.copyOf(timeline);
  }

  /// A conversation in which nobody waits and nothing but messages happened.
  public Conversation(
      ConversationId id,
      TenantId tenant,
      IdentityId identity,
      EmailAddress correspondent,
      String subject,
      String snippet,
      int messageCount,
      List<String> labels,
      List<String> references,
      List<MessageId> thread,
      boolean archived,
      Instant createdAt,
      Instant lastEventAt) {
    this(
        id,
        tenant,
        identity,
        correspondent,
        subject,
        snippet,
        messageCount,
        labels,
        references,
        thread,
        archived,
        createdAt,
        lastEventAt,
        Waiting.NONE,
        List.of());
  }

  /// The same after the wait for an answer changed.
  public Conversation waiting(Waiting newWaiting) {
    return with(labels, archived, newWaiting, timeline);
  }

  /// The same with the wait over; empty if it is not.
  public Optional<Conversation> expired(Instant now) {
    return waiting
        .expired(now)
        .map(after -> {
          Duration waited = Objects.requireNonNull(after.last()).waited();
          var happening =
              new Happening(now, Happening.Kind.NO_REPLY_EXPIRED, Long.toString(waited.toMillis()));
          return with(labels, archived, after, Happening.plus(timeline, List.of(happening)));
        });
  }

  /// The same with other labels, in the archive or out of it.
  ///
  /// @param newArchived null to leave that as it is
  public Conversation changed(
      Set<String> add, Set<String> remove, @Nullable Boolean newArchived, Instant now) {
    var next = new TreeSet<>(labels);
    next.removeAll(remove);
    next.addAll(add);
    var happenings = new ArrayList<Happening>();
    next.stream()
        .filter(label -> !labels.contains(label))
        .forEach(label -> happenings.add(new Happening(now, Happening.Kind.LABEL_ADDED, label)));
    labels.stream()
        .filter(label -> !next.contains(label))
        .forEach(label -> happenings.add(new Happening(now, Happening.Kind.LABEL_REMOVED, label)));
    boolean put = newArchived == null ? archived : newArchived;
    if (put != archived) {
      Happening.Kind kind = put ? Happening.Kind.ARCHIVED : Happening.Kind.UNARCHIVED;
      happenings.add(new Happening(now, kind, ""));
    }
    return with(List.copyOf(next), put, waiting, Happening.plus(timeline, happenings));
  }

  private Conversation with(
      List<String> newLabels,
      boolean newArchived,
      Waiting newWaiting,
      List<Happening> newTimeline) {
    return new Conversation(
        id,
        tenant,
        identity,
        correspondent,
        subject,
        snippet,
        messageCount,
        newLabels,
        references,
        thread,
        newArchived,
        createdAt,
        lastEventAt,
        newWaiting,
        newTimeline);
  }

  /// When something last happened in it, once a message of that moment is in it. The first one
  /// moves nothing where it leaves at once: the conversation got its place in the list for that
  /// very message, and another a second further on costs a write unit and tells nothing.
  public Instant lastEventWith(Instant at) {
    boolean opens = messageCount == 0 && at.isBefore(lastEventAt.plus(AT_ONCE));
    return opens || lastEventAt.isAfter(at) ? lastEventAt : at;
  }

  /// The thread with one more message at the end.
  public static List<MessageId> plusMessage(List<MessageId> thread, MessageId message) {
    var next = new ArrayList<>(thread);
    next.add(message);
    return List.copyOf(next.subList(Math.max(0, next.size() - THREAD_MAX), next.size()));
  }

  /// The references with one more at the end: the first and the newest are kept.
  public static List<String> plusReference(List<String> references, String messageId) {
    var next = new ArrayList<>(references);
    next.add(messageId);
    while (next.size() > REFERENCES_MAX) {
      next.remove(1);
    }
    return List.copyOf(next);
  }
}
