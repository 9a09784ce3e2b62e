package dev.posthouse.mail;

import static dev.posthouse.mail.MailFixtures.named;

import dev.posthouse.domain.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Mails of whatever is hard to carry.
public final class RandomMail {
  private static final List<String> SCRAPS =
      List.of(
          "a",
          "Hello",
          " ",
          "  ",
          "é",
          "ß",
          "日本",
          "😀",
          "👩‍👩‍👧",
          "\ud800",
          "\udc00",
          "=?UTF-8?Q?x?=",
          "=?",
          "?=",
          "\"",
          "\\",
          ",",
          ";",
          ":",
          "<",
          ">",
          "(",
          ")",
          "@",
          "%41",
          "=",
          "=\u00e9",
          "_",
          "\u00a0",
          "\u2028",
          "\u200f",
          "x".repeat(90),
          "long words ".repeat(9),
          "'",
          "--=_",
          "Re: ");
  private static final List<String> LINES =
      List.of(
          "\n",
          "\r\n",
          "\r",
          "\n\n",
          ".",
          "\n.\n",
          "\nFrom me\n",
          "From ",
          " \n",
          "\t\n",
          "\n--=_x\n",
          "\n--\n",
          "x".repeat(1_200),
          "\u0001",
          "\f",
          "=\n",
          "=20");

  private RandomMail() {}

  /// The next one.
  public static OutgoingMail of(Random random) {
    Draft draft =
        OutgoingMail.draft(
                "job_" + random.nextLong(),
                MailFixtures.DATE,
                named("sam@post.example", name(random)),
                EmailAddress.parse("anna@example.com"))
            .to(named("anna@example.com", name(random)))
            .to(named("bob+x@example.com", name(random)))
            .subject(header(random, 998));
    int bodies = random.nextInt(3);
    draft.text(bodies == 0 ? null : body(random)).html(bodies == 1 ? null : body(random));
    if (random.nextBoolean()) {
      List<String> thread = new ArrayList<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        thread.add(Long.toHexString(random.nextLong()) + "." + i + "@example.com");
      }
      draft.inReplyTo(
          random.nextBoolean() || thread.isEmpty() ? "answered@example.com" : thread.getLast(),
          thread);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      byte[] content = new byte[random.nextInt(200)];
      random.nextBytes(content);
      draft.attach(
          new Attachment("f" + header(random, 200) + ".bin", "application/octet-stream", content));
    }
    return draft.finished();
  }

  private static String name(Random random) {
    return header(random, NamedAddress.DISPLAY_NAME_MAX);
  }

  private static String header(Random random, int lengthMax) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(SCRAPS.get(random.nextInt(SCRAPS.size())));
    }
    return text.substring(0, Math.min(text.length(), lengthMax));
  }

  private static String body(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      List<String> scraps = random.nextBoolean() ? SCRAPS : LINES;
      text.append(scraps.get(random.nextInt(scraps.size())));
    }
    return text.toString();
  }
}
