package dev.posthouse.mail.inbound;

import java.util.List;
import java.util.Set;

/// A message that arrived, as far as [InboundLimits] go.
///
/// @param attachments all parts that are not the body, in order
/// @param calendars those of them that are calendar objects
/// @param verdicts what SES found out about it
/// @param cuts what was left out
public record InboundMail(
    InboundHeader header,
    MailBody body,
    List<InboundAttachment> attachments,
    List<CalendarPart> calendars,
    Verdicts verdicts,
    Classification classification,
    ThreadKeys threadKeys,
    Set<Cut> cuts) {
  public InboundMail {
    attachments = List.copyOf(attachments);
    calendars = List.copyOf(calendars);
    cuts = Set.copyOf(cuts);
  }

  /// Whether anything was left out.
  public boolean truncated() {
    return !cuts.isEmpty();
  }
}
