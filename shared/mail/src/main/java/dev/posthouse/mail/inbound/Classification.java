package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import java.util.List;
import java.util.Optional;

/// What kind of mail a message is. Only a [Human]'s counts as an answer.
///
/// Anybody can write mail that looks like a bounce or a complaint: act on one only if what it names
/// of the original is ours.
public sealed interface Classification {
  /// A mail server tells what became of a message (RFC 3464, or in its own words).
  ///
  /// @param recipients those it tells about; empty if it names none
  /// @param original what it tells of the message it is about
  record Bounce(List<BouncedRecipient> recipients, OriginalMail original)
      implements Classification {
    public Bounce {
      recipients = List.copyOf(recipients);
    }
  }

  /// A recipient calls a message unwanted (RFC 5965, or Outlook's own form).
  ///
  /// @param recipients who complained; often left out by the reporter, then whom it was sent to
  /// @param reporter the software or service that reports, empty if it does not say
  record Complaint(
      FeedbackType type, List<EmailAddress> recipients, String reporter, OriginalMail original)
      implements Classification {
    public Complaint {
      recipients = List.copyOf(recipients);
    }
  }

  /// A machine wrote it (RFC 3834).
  ///
  /// @param answer whether it answers a message, as an absence note does, or is mail of its own
  /// @param evidence what says so, such as a header's name
  record AutoReply(boolean answer, String evidence) implements Classification {}

  /// Somebody asks for no more mail, and says nothing else.
  ///
  /// @param evidence where: `subject`, `body` or `recipient`
  record UnsubscribeRequest(String evidence) implements Classification {}

  /// It went to a list.
  ///
  /// @param listId the list (RFC 2919), without angle brackets
  /// @param evidence what says so: a header's name
  record ListMail(Optional<String> listId, String evidence) implements Classification {}

  /// Nothing says that it is any other kind.
  record Human() implements Classification {}
}
