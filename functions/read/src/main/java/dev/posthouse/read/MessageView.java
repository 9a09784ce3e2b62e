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
/// @param clipped true where the content has more than is shown
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

  /// A mailbox as the API names it.
  record Account(String id, String email) {}

  /// A message for a list.
  static MessageView of(Message message, Roster roster, JobsBehind jobs) {
    return of(message, roster, jobs, null, null);
  }

  /// A message for a thread: with the beginning of its text, where that is at hand.
  static MessageView inThread(Message message, Roster roster, JobsBehind jobs) {
    String text =
        message.payload() instanceof Payload.Inline(Content content) ? content.text() : null;
    return text != null && text.length() <= TEXT_MAX
        ? of(message, roster, jobs, text, false)
        : of(message, roster, jobs, text == null ? null : beginning(text), true);
  }

  /// The beginning of a text, no character of two halves cut in two.
  private static String beginning(String text) {
    boolean halved = Character.isHighSurrogate(text.charAt(TEXT_MAX - 1));
    return text.substring(0, halved ? TEXT_MAX - 1 : TEXT_MAX);
  }

  private static MessageView of(
      Message message,
      Roster roster,
      JobsBehind jobs,
      @Nullable String text,
      @Nullable Boolean clipped) {
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
        parties.to(),
        parties.cc(),
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
        message.attachments().stream().map(FileView::of).toList(),
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
        .or(() -> roster.selfServe() ? Optional.of(roster.mailboxes().getFirst()) : Optional.empty())
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
