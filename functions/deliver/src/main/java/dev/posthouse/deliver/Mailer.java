package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;

/// What takes a message off our hands: SES.
interface Mailer {
  /// Makes one call, and only one: SES has no way to tell a repetition from a second message.
  ///
  /// @param roster of the identity that sends: its name, and which way its mail goes
  Answer send(OutboundJob job, Content content, Roster roster);

  /// What the call came to.
  sealed interface Answer {
    /// SES has it.
    record Taken(String sesMessageId) implements Answer {}

    /// SES will not have this message, now or later.
    record Refused(JobError error) implements Answer {}

    /// SES did not take it now: a later call may succeed.
    record Busy(JobError error) implements Answer {}

    /// SES takes no more for now, of whatever message: it waits its turn, however often.
    record Full(JobError error) implements Answer {}

    /// Nobody knows whether SES has it.
    record Unknown(JobError error) implements Answer {}
  }
}
