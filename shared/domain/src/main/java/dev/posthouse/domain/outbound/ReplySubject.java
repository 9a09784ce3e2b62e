package dev.posthouse.domain.outbound;

import java.util.regex.Pattern;

/// The subject of an answer: one `Re: ` before the subject, however many marks of a reply it has
/// gathered, in whatever language (RFC 5322 §3.6.5 asks for at most one).
public final class ReplySubject {
  private static final Pattern MARKS =
      Pattern.compile(
          "^(\\s*(re|aw|antw|antwort|sv|vs|odp|rif|res|ynt)\\s*(\\[\\d+\\]|\\(\\d+\\))?\\s*[:：]\\s*)+",
          Pattern.CASE_INSENSITIVE);
  private static final String PREFIX = "Re: ";

  private ReplySubject() {}

  /// The subject of an answer to a message with that subject.
  public static String of(String subject) {
    String bare = MARKS.matcher(subject).replaceFirst("").strip();
    int room = Content.SUBJECT_MAX - PREFIX.length();
    return PREFIX + (bare.length() <= room ? bare : bare.substring(0, room));
  }
}
