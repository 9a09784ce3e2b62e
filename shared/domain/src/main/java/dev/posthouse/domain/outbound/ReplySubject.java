package dev.posthouse.domain.outbound;

import java.util.regex.Pattern;

/// The subject of a reply: one `Re:`, however many there were, in whatever language.
public final class ReplySubject {
  /// Longest subject, in characters (RFC 5322 §2.1.1).
  private static final int LENGTH_MAX = 998;

  // `Re` and its translations that mail clients write: German, Scandinavian, Finnish, Portuguese,
  // Polish, Turkish, Chinese. Counters as in `Re[2]:` and `Re(2):`. Not the Italian `R:` nor
  // `Ref:`,
  // which also begin subjects of their own.
  private static final Pattern PREFIXES =
      Pattern.compile(
          "\\s*((re|aw|antw|sv|vs|res|odp|ynt|回复|答复|回覆)"
              + "\\s*(\\[\\d{1,4}]|\\(\\d{1,4}\\)|\\^\\d{1,4})?\\s*[:：]\\s*)*+",
          Pattern.CASE_INSENSITIVE);

  private ReplySubject() {}

  /// The subject of a reply to a message with `subject`.
  public static String of(String subject) {
    String bare = PREFIXES.matcher(subject).replaceFirst("").strip();
    String reply = bare.isEmpty() ? "Re:" : "Re: " + bare;
    if (reply.length() <= LENGTH_MAX) {
      return reply;
    }
    int end = Character.isHighSurrogate(reply.charAt(LENGTH_MAX - 1)) ? LENGTH_MAX - 1 : LENGTH_MAX;
    return reply.substring(0, end);
  }
}
