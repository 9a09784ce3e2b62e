package dev.posthouse.mail.inbound;

import dev.posthouse.domain.outbound.ReplySubject;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the subjects of a conversation have in common, as RFC 5256 §2.1 has it: no `Re:` and `Fwd:`
/// in any language, no `[list]`, no `(was: …)`, no differences of case or space.
public final class BaseSubject {
  private static final int ROUNDS_MAX = 50;

  // `Fwd` and its translations: English, German, French, Spanish, Portuguese, Dutch, Scandinavian,
  // Finnish, Polish, Czech, Italian, Turkish, Russian, Chinese, Japanese.
  private static final Pattern FORWARD =
      Pattern.compile(
          "^(?:fwd?|wg|tr|rv|enc|doorst|vb|vl|pd|inoltrato|ilt|пересл|转发|轉寄|転送)"
              + "\\s?(?:\\[\\d{1,4}])?\\s?[:：]\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern LIST = Pattern.compile("^\\[[^\\[\\]]{1,60}]\\s*(?=\\S)");
  private static final Pattern FORWARDED =
      Pattern.compile("\\s*\\(fwd\\)$", Pattern.CASE_INSENSITIVE);
  private static final Pattern WAS =
      Pattern.compile("\\s*[(\\[]was:?\\s[^()\\[\\]]*[)\\]]$", Pattern.CASE_INSENSITIVE);

  private BaseSubject() {}

  /// The base of `subject`, in lower case; empty if there is nothing but prefixes.
  public static String of(String subject) {
    String base = subject.replaceAll("\\s+", " ").strip();
    for (int round = 0; round < ROUNDS_MAX; round++) {
      String next = WAS.matcher(base).replaceFirst("");
      next = FORWARDED.matcher(next).replaceFirst("");
      next = LIST.matcher(next).replaceFirst("");
      next = FORWARD.matcher(withoutReply(next)).replaceFirst("").strip();
      if (next.equals(base)) {
        break;
      }
      base = next;
    }
    return base.toLowerCase(Locale.ROOT);
  }

  /// [ReplySubject] knows how replies are marked: it leaves one mark, its own.
  private static String withoutReply(String subject) {
    return ReplySubject.of(subject).substring("Re:".length()).strip();
  }
}
