package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.pool.Roster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One recipient on the way to a result. Its ids are drawn once, whatever happens to the attempts.
final class Slot {
  final String to;
  final Optional<EmailAddress> address;
  final JobId job;
  final MessageId message;
  final @Nullable CopyGroup group;
  private @Nullable Route route;
  private SendResult result;

  private Slot(
      String to,
      Optional<EmailAddress> address,
      JobId job,
      MessageId message,
      @Nullable CopyGroup group) {
    this.to = to;
    this.address = address;
    this.job = job;
    this.message = message;
    this.group = group;
    this.result =
        new SendResult.Refused(
            to, null, new Refusal.InvalidRecipient("this is not an email address"));
  }

  /// One for each recipient of the command, in their order.
  static List<Slot> of(SendCommand command, Ulids ulids) {
    JobId first = jobId(command, 0, ulids);
    int count = command.recipients().size();
    boolean copies = command.message().isPresent() && count > 1;
    CopyGroup group = copies ? new CopyGroup(first, count) : null;
    var slots = new ArrayList<Slot>();
    for (int i = 0; i < count; i++) {
      String to = command.recipients().get(i);
      JobId job = i == 0 ? first : copies ? JobIds.copy(first, i) : jobId(command, i, ulids);
      MessageId message =
          command.message().orElseGet(() -> new MessageId(MessageId.PREFIX + ulids.next()));
      slots.add(new Slot(to, EmailAddress.tryParse(to), job, message, group));
    }
    return slots;
  }

  private static JobId jobId(SendCommand command, int index, Ulids ulids) {
    Roster roster = command.roster();
    return command
        .idempotencyKey()
        .map(key -> JobIds.keyed(roster.tenant(), command.route(), roster.identity(), key, index))
        .orElseGet(() -> new JobId(JobId.PREFIX + ulids.next()));
  }

  EmailAddress validAddress() {
    return address.orElseThrow();
  }

  /// The way it takes, as last read.
  void take(Route way) {
    route = way;
  }

  SendResult result() {
    return result;
  }

  void accept(OutboundJob taken, boolean replayed) {
    result = new SendResult.Accepted(to, taken, replayed);
  }

  void refuse(Refusal refusal) {
    result = new SendResult.Refused(to, route, refusal);
  }

  /// Others were faster each time.
  void contend() {
    result = new SendResult.Contended(to, route);
  }

  /// A job that is there already: taken by an earlier request, or by an earlier attempt of this one
  /// whose answer was lost.
  ///
  /// @throws IdempotencyConflictException if it was another request's
  void replay(SendCommand command, OutboundJob known) {
    if (!known.acceptance().fingerprint().equals(command.fingerprint())) {
      throw new IdempotencyConflictException();
    }
    accept(known, !known.envelope().message().equals(message));
  }

  /// Whether taking it opens a conversation at once. A message to many opens its first recipient's,
  /// and the others' when it is sent: one transaction takes it all.
  boolean opensConversation(Correspondent recipient) {
    return recipient.contact().isEmpty() && (group == null || group.first().equals(job));
  }
}
