package dev.posthouse.mail;

import static dev.posthouse.mail.MailFixtures.composed;
import static dev.posthouse.mail.MailFixtures.draft;
import static dev.posthouse.mail.MailFixtures.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComposerTest {
  private static final Pattern BOUNDARY = Pattern.compile("=_[0-9a-f]{32}");

  @Test
  void aPlainMessageIsPlain() {
    assertThat(composed(draft().subject("Hello").text("Hello Anna\n")))
        .isEqualTo(
            """
            Date: Sat, 31 Jan 2026 09:30:00 +0000
            From: Sam <sam@post.example>
            To: anna@example.com
            Subject: Hello
            MIME-Version: 1.0
            Content-Type: text/plain; charset=us-ascii
            Content-Transfer-Encoding: 7bit

            Hello Anna
            """
                .replace("\n", "\r\n"));
  }

  private static Draft everything() {
    return draft()
        .to(named("anna@example.com", "Anna Müller"))
        .to(named("bob@example.com", null))
        .cc(named("carl@example.com", "Carl, Jr."))
        .replyTo(named("replies@post.example", null))
        .subject("Grüße")
        .text("Grüße, Anna.\nSam")
        .html("<p>Grüße</p>")
        .messageId("m2@post.example")
        .inReplyTo("m1@example.com", List.of("m0@example.com", "m1@example.com"))
        .unsubscribe(
            new ListUnsubscribe(
                URI.create("https://post.example/u/token"),
                URI.create("mailto:unsubscribe@post.example?subject=token")))
        .autoSubmitted(AutoSubmitted.AUTO_GENERATED)
        .header("X-Posthouse-Job", "job_1")
        .attach(new Attachment("a.txt", "text/plain", "hi".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void everythingHasItsPlace() {
    String mail = composed(everything());

    List<String> boundaries =
        BOUNDARY.matcher(mail).results().map(MatchResult::group).distinct().toList();
    assertThat(boundaries).hasSize(2);
    assertThat(
            mail.replace(boundaries.getFirst(), "MIXED")
                .replace(boundaries.getLast(), "ALTERNATIVE"))
        .isEqualTo(
            """
            Message-ID: <m2@post.example>
            Date: Sat, 31 Jan 2026 09:30:00 +0000
            From: Sam <sam@post.example>
            To: =?UTF-8?Q?Anna_M=C3=BCller?= <anna@example.com>, bob@example.com
            Cc: "Carl, Jr." <carl@example.com>
            Reply-To: replies@post.example
            Subject: =?UTF-8?B?R3LDvMOfZQ==?=
            In-Reply-To: <m1@example.com>
            References: <m0@example.com> <m1@example.com>
            Auto-Submitted: auto-generated
            List-Unsubscribe: <https://post.example/u/token>,
             <mailto:unsubscribe@post.example?subject=token>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            X-Posthouse-Job: job_1
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="MIXED"

            --MIXED
            Content-Type: multipart/alternative;
             boundary="ALTERNATIVE"

            --ALTERNATIVE
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Gr=C3=BC=C3=9Fe, Anna=2E
            Sam

            --ALTERNATIVE
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Gr=C3=BC=C3=9Fe</p>

            --ALTERNATIVE--

            --MIXED
            Content-Type: text/plain
            Content-Disposition: attachment; filename="a.txt"
            Content-Transfer-Encoding: base64

            aGk=

            --MIXED--
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void theSameMailGivesTheSameBytesAndAnotherSeedOthers() {
    Draft mail = draft().text("a").html("b");
    Draft again = draft().text("a").html("b");
    Draft other =
        OutgoingMail.draft(
                "job_2",
                MailFixtures.DATE,
                named("sam@post.example", "Sam"),
                EmailAddress.parse("anna@example.com"))
            .text("a")
            .html("b");

    assertThat(composed(mail)).isEqualTo(composed(again)).isNotEqualTo(composed(other));
  }

  @Test
  void thereIsNoUnsubscribeFieldUnlessAskedFor() {
    assertThat(composed(draft().text("a"))).doesNotContain("List-Unsubscribe");
  }

  @Test
  void referencesEndWithTheMessageThatIsAnswered() {
    assertThat(composed(draft().text("a").inReplyTo("m1@example.com", List.of("m0@example.com"))))
        .contains("References: <m0@example.com> <m1@example.com>\r\n");
    assertThat(composed(draft().text("a").inReplyTo("m1@example.com", List.of())))
        .contains("References: <m1@example.com>\r\n");
    assertThat(composed(draft().text("a").inReplyTo("<m1@example.com>", List.of())))
        .contains("In-Reply-To: <m1@example.com>\r\n");
  }

  @Test
  void aLongThreadKeepsItsRootAndItsNewestMessages() {
    List<String> thread = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      thread.add("message-%03d@example.com".formatted(i));
    }

    List<String> kept = MessageIds.references(thread, "message-500@example.com");

    assertThat(kept).startsWith("message-000@example.com").endsWith("message-500@example.com");
    assertThat(kept.subList(1, kept.size()))
        .isEqualTo(
            new ArrayList<>(
                List.of(
                        thread.subList(501 - kept.size() + 1, 500),
                        List.of("message-500@example.com"))
                    .stream()
                    .flatMap(List::stream)
                    .toList()));
    assertThat(kept.stream().mapToInt(id -> id.length() + 3).sum())
        .isBetween(MessageIds.REFERENCES_MAX - 26, MessageIds.REFERENCES_MAX);
  }

  @Test
  void whatCannotBeFoldedStaysBelowTheLengthNoLineMayPass() {
    String id = "x".repeat(MessageIds.LENGTH_MAX);
    URI longest = URI.create("https://post.example/".concat("x".repeat(969)));
    String domain = ("x".repeat(60) + ".").repeat(3) + "example";

    String mail =
        composed(
            draft()
                .to(named("a".repeat(60) + "@" + domain, "An Example"))
                .text("a")
                .messageId(id)
                .inReplyTo(id, List.of())
                .unsubscribe(new ListUnsubscribe(longest, null)));

    assertThat(longest.toString()).hasSize(ListUnsubscribe.LENGTH_MAX);
    assertThat(mail.lines()).allMatch(line -> line.length() <= 998);
    assertThat(mail).contains("<" + id + ">").contains("<" + longest + ">");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          report.pdf         | filename="report.pdf"
          my report (1).pdf  | filename="my report (1).pdf"
          Grüße.pdf          | filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf
          😀.png             | filename*=UTF-8''%F0%9F%98%80.png
          a"b\\c;d.txt       | filename*=UTF-8''a%22b%5Cc%3Bd.txt
          .profile           | filename*=UTF-8''.profile
          100%.txt           | filename*=UTF-8''100%25.txt
          """)
  void aFileNameIsWrittenAsEveryReaderTakesIt(String filename, String parameter) {
    assertThat(
            composed(draft().text("a").attach(new Attachment(filename, "image/png", new byte[1]))))
        .contains("Content-Disposition: attachment; " + parameter + "\r\n");
  }

  @Test
  void aLongFileNameIsContinued() {
    Attachment attachment = new Attachment("ü".repeat(20) + ".pdf", "application/pdf", new byte[1]);

    assertThat(composed(draft().text("a").attach(attachment)))
        .contains("filename*0*=UTF-8''%C3%BC")
        .contains(";\r\n filename*1*=%C3%BC")
        .contains("%C3%BC.pdf\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "Sam, Sam",
    "Sam Q Sample, Sam Q Sample",
    "'Sample, Sam', '\"Sample, Sam\"'",
    "Sam (post), \"Sam (post)\"",
    "O'Neil \"Sam\" \\, '\"O''Neil \\\"Sam\\\" \\\\\"'",
    "Säm, =?UTF-8?Q?S=C3=A4m?=",
    "=?x?=, =?UTF-8?Q?=3D=3Fx=3F=3D?=",
  })
  void aDisplayNameIsWrittenAsEveryReaderTakesIt(String name, String written) {
    Draft mail =
        OutgoingMail.draft(
                "job_1",
                MailFixtures.DATE,
                named("sam@post.example", name),
                EmailAddress.parse("anna@example.com"))
            .text("a");

    assertThat(composed(mail)).contains("From: " + written + " <sam@post.example>\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain words                         | 7bit
          ''                                  | 7bit
          .hidden                             | quoted-printable
          From here on                        | base64
          --=_boundary                        | quoted-printable
          'trailing space '                   | quoted-printable
          für Anna, und noch etwas mehr Text  | quoted-printable
          日本語                              | base64
          """)
  void aBodyTravelsInTheSimplestWayThatIsSafe(String body, String encoding) {
    assertThat(TextBody.of(body).encoding()).isEqualTo(encoding);
  }

  @Test
  void aLineTravelsAsItIsUpToTheLengthThatShouldNotBePassed() {
    assertThat(TextBody.of("x".repeat(78)).encoding()).isEqualTo("7bit");
    assertThat(TextBody.of("x".repeat(79)).encoding()).isEqualTo("quoted-printable");
  }
}
