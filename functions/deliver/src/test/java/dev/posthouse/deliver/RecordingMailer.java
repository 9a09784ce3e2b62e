package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A [Mailer] that keeps what it is given, and answers as it is told: by default that it took it.
final class RecordingMailer implements Mailer {
  static final Answer REFUSES = new Answer.Refused(new JobError("message_rejected", "No."));
  static final Answer BUSY = new Answer.Busy(new JobError("throttled", "Later."));
  static final Answer FULL = new Answer.Full(new JobError("throttled", "Later."));
  static final Answer SILENT = new Answer.Unknown(new JobError("ses_no_answer", "…"));

  /// One call.
  ///
  /// @param at when it began
  record Call(OutboundJob job, Content content, String displayName, Instant at) {}

  private final InstantSource clock;
  private final List<Call> calls = new ArrayList<>();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private Answer usual = new Answer.Taken("0100-ses");
  private Runnable during = () -> {};

  RecordingMailer(InstantSource clock) {
    this.clock = clock;
  }

  /// Answers the next calls so.
  synchronized void next(Answer... given) {
    answers.addAll(List.of(given));
  }

  /// Answers every call so from now on.
  synchronized void always(Answer answer) {
    usual = answer;
  }

  /// What happens while SES is at it.
  synchronized void during(Runnable event) {
    during = event;
  }

  synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized Answer send(OutboundJob job, Content content, Roster roster) {
    calls.add(new Call(job, content, roster.displayName(), clock.instant()));
    during.run();
    return answers.isEmpty() ? usual : answers.removeFirst();
  }
}
