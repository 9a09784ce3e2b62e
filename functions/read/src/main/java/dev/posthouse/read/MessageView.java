package dev.posthouse.read;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A message as the API shows it.
///
/// @param threadId the same as convId
/// @param status what came in is `received`; for what was written its job's, as long as that is
///   known
/// @param identity the handle of the identity whose message it is
/// @param account the mailbox of ours it went out from or came to; null if it is no longer in the
///   pool, or was not named
/// @param text the beginning of the text; only in threads, and where it is at hand
/// @param clipped true where there is more than is shown: see the message and its content
record MessageView(
    String id,
    String convId,
    String threadId,
    String identity,
    Direction direction,
    @Nullable String status,
    MessageKind kind,
    String from,
    @Nullable String fromName,
    @Nullable String replyTo,
    List<String> to,
    List<String> cc,
    String subject,
    String snippet,
    @Nullable String text,
    @Nullable Boolean clipped,
    boolean read,
    Instant createdAt,
    @Nullable Instant receivedAt,
    @Nullable Instant sentAt,
    @Nullable String outboundJobId,
    @Nullable String internetMessageId,
    Map<String, String> verdicts,
    List<FileView> attachments,
    @Nullable Account account) {
  /// Most characters of a text in a thread.
  static final int TEXT_MAX = 2_000;

  /// Most addresses of a header and most files that lists and threads show, so that a page of 200
  /// stays below the 6 MB a function may answer, whatever somebody wrote.
  static final int LISTED_MAX = 20;

  /// A mailbox as the API names it.
  record Account(String id, String email) {}

  /// A message by itself.
  static MessageView whole(Message message, Roster roster, JobsBehind jobs) {
    return of(message, roster, jobs, null, null, Integer.MAX_VALUE);
  }

  /// A message for a list.
  static MessageView listed(Message message, Roster roster, JobsBehind jobs) {
    return of(message, roster, jobs, null, isLong(message) ? true : null, LISTED_MAX);
  }

  private static boolean isLong(Message message) {
    Message.Parties parties = message.parties();
    return Stream.of(parties.to(), parties.cc(), message.attachments())
        .anyMatch(list -> list.size() > LISTED_MAX);
  }

  /// A message for a thread: with the beginning of its text, where that is at hand.
  static MessageView inThread(Message message, Roster roster, JobsBehind jobs) {
    String text =
        message.payload() instanceof Payload.Inline(Content content) ? content.text() : null;
    String beginning = text == null ? null : beginning(text);
    boolean clipped = isLong(message) || beginning == null || !beginning.equals(text);
    return of(message, roster, jobs, beginning, clipped, LISTED_MAX);
  }

  /// The beginning of a text; no character of two halves is cut in two.
  private static String beginning(String text) {
    if (text.length() <= TEXT_MAX) {
      return text;
    }
    boolean halved = Character.isHighSurrogate(text.charAt(TEXT_MAX - 1));
    return text.substring(0, halved ? TEXT_MAX - 1 : TEXT_MAX);
  }

  private static MessageView of(
      Message message,
      Roster roster,
      JobsBehind jobs,
      @Nullable String text,
      @Nullable Boolean clipped,
      int max) {
    Message.Parties parties = message.parties();
    boolean inbound = message.direction() == Direction.INBOUND;
    Optional<OutboundJob> job = jobs.of(message);
    return new MessageView(
        message.id().value(),
        message.conversation().value(),
        message.conversation().value(),
        roster.handle().value(),
        message.direction(),
        jobs.status(message).orElse(null),
        message.kind(),
        parties.from(),
        parties.fromName(),
        parties.replyTo(),
        parties.to().stream().limit(max).toList(),
        parties.cc().stream().limit(max).toList(),
        message.subject(),
        message.snippet(),
        text,
        clipped,
        message.read(),
        message.at(),
        inbound ? message.at() : null,
        job.map(found -> found.progress().sentAt()).orElse(null),
        Optional.ofNullable(message.job()).map(JobId::value).orElse(null),
        message.internetMessageId(),
        message.verdicts(),
        message.attachments().stream().limit(max).map(FileView::of).toList(),
        account(message, roster));
  }

  private static @Nullable Account account(Message message, Roster roster) {
    Message.Parties parties = message.parties();
    Stream<String> ours =
        message.direction() == Direction.OUTBOUND
            ? Stream.of(parties.from())
            : Stream.concat(parties.to().stream(), parties.cc().stream());
    return ours.flatMap(address -> EmailAddress.tryParse(address).stream())
        .flatMap(address -> mailbox(roster, address).stream())
        .findFirst()
        .or(() ->
            roster.selfServe() ? Optional.of(roster.mailboxes().getFirst()) : Optional.empty())
        .map(mailbox ->
            new Account(
                MailboxId.of(roster.identity(), mailbox.ordinal()).value(),
                mailbox.address().toString()))
        .orElse(null);
  }

  private static Optional<Mailbox> mailbox(Roster roster, EmailAddress address) {
    return roster.mailboxes().stream()
        .filter(mailbox -> mailbox.address().canonical().equals(address.canonical()))
        .findFirst();
  }
}
