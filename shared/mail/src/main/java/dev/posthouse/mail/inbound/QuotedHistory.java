package dev.posthouse.mail.inbound;

import java.util.List;
import java.util.regex.Pattern;

/// Finds where the new text of a reply ends and the quoted history begins.
///
/// Careful: it only cuts where a mail client's own line says that history follows and everything
/// below is history. Text between quotes, as in interleaved replies, stays with its quotes.
final class QuotedHistory {
  private static final int LINES_MAX = 5_000;
  private static final int LINE_MAX = 300;

  // "On … wrote:" as clients write it in their languages; it may be broken over two lines.
  private static final Pattern ON =
      Pattern.compile(
          "(?:on|am|le|el|il|op|den|em|dnia|w dniu|в|dne|pe)\\s|[0-9]{1,4}[-./年 ]|.*<\\S+@\\S+>",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern WROTE =
      Pattern.compile(
          "wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu|napisał|написал"
              + "|napsal|kirjoitti|のメール|写道|書きました",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern SEPARATOR =
      Pattern.compile(
          "-{2,}\\s*(?:original message|original appointment|ursprüngliche nachricht"
              + "|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht"
              + "|ursprungligt meddelande|mensagem original|oprindelig meddelelse"
              + "|元のメッセージ|原始邮件)\\s*-{2,}",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern RULE = Pattern.compile("_{20,}");
  private static final Pattern OUTLOOK_FROM =
      Pattern.compile(
          "\\*?(?:from|von|de|da|van|från|fra|差出人|发件人)\\s?[:：]\\*?\\s.*", Pattern.CASE_INSENSITIVE);

  private QuotedHistory() {}

  /// `text` without its history; all of it if nothing else would be left.
  static String without(String text) {
    List<String> lines = text.lines().limit(LINES_MAX).toList();
    int start = 0;
    int from = 0;
    for (String line : lines) {
      if (beginsHistory(lines, from)) {
        String fresh = text.substring(0, start).stripTrailing();
        return fresh.isBlank() ? text : fresh;
      }
      start += line.length() + 1;
      from++;
    }
    return text;
  }

  private static boolean beginsHistory(List<String> lines, int at) {
    String line = lines.get(at).strip();
    if (line.isEmpty() || line.length() > LINE_MAX) {
      return false;
    }
    if (SEPARATOR.matcher(line).matches()) {
      return true;
    }
    if (RULE.matcher(line).matches()) {
      return at + 1 < lines.size() && OUTLOOK_FROM.matcher(lines.get(at + 1).strip()).matches();
    }
    int end = attributionEnd(lines, at);
    return end >= 0 && onlyQuotesAfter(lines, end);
  }

  /// The line after an attribution that begins at `at`, -1 if there is none.
  private static int attributionEnd(List<String> lines, int at) {
    String line = lines.get(at).strip();
    if (!ON.matcher(line).lookingAt()) {
      return -1;
    }
    if (isAttribution(line)) {
      return at + 1;
    }
    if (at + 1 >= lines.size() || lines.get(at + 1).length() > LINE_MAX) {
      return -1;
    }
    return isAttribution(line + " " + lines.get(at + 1).strip()) ? at + 2 : -1;
  }

  private static boolean isAttribution(String line) {
    return (line.endsWith(":") || line.endsWith("：")) && WROTE.matcher(line).find();
  }

  private static boolean onlyQuotesAfter(List<String> lines, int from) {
    boolean any = false;
    for (String line : lines.subList(from, lines.size())) {
      if (!line.isBlank() && !line.startsWith(">")) {
        return false;
      }
      any |= !line.isBlank();
    }
    return any;
  }
}
