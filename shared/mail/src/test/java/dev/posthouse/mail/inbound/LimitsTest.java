package dev.posthouse.mail.inbound;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.mail.inbound.Classification.Bounce;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// At each limit everything is read; one past it the rest is left out, and that is told.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LimitsTest {
  private static final String FROM = "From: anna@example.com\r\n";

  @Test
  void theEndOfALargeMessageIsLeftOut() {
    byte[] message = new byte[InboundLimits.RAW_BYTES_MAX + 1];
    byte[] header = (FROM + "Content-Type: application/x\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    System.arraycopy(header, 0, message, 0, header.length);

    InboundMail mail = InboundParser.parse(message);

    assertThat(mail.cuts()).containsExactly(Cut.SIZE);
    assertThat(mail.attachments().getFirst().sizeBytes())
        .isEqualTo(message.length - 1 - header.length);
  }

  @Test
  void whatDecodingMakesLargerIsOfBoundedLength() {
    String type =
        "Content-Type: application/x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";

    InboundMail mail = parse(FROM + type + "\n".repeat(InboundLimits.DECODED_BYTES_MAX / 2 + 1));

    assertThat(mail.cuts()).containsExactly(Cut.SIZE);
    assertThat(mail.attachments().getFirst().sizeBytes())
        .isEqualTo(InboundLimits.DECODED_BYTES_MAX);
  }

  @Test
  void headerFieldsAreCounted() {
    // Mime4j counts the end of the header, too.
    String fields = "X: y\r\n".repeat(InboundLimits.HEADER_FIELDS_MAX - 2);

    assertThat(parse(FROM + fields + "\r\nHello").cuts()).isEmpty();
    InboundMail cut = parse(FROM + fields + "X: y\r\nX: y\r\n\r\nHello");
    assertThat(cut.cuts()).containsExactly(Cut.HEADER);
    assertThat(cut.header().from()).isPresent();
  }

  @Test
  void aHeaderIsOfBoundedLength() {
    String field = "X: " + "y".repeat(InboundLimits.HEADER_BYTES_MAX / 10) + "\r\n";

    assertThat(parse(FROM + field.repeat(9) + "\r\nHello").cuts()).isEmpty();
    InboundMail cut = parse(FROM + field.repeat(12) + "Subject: late\r\n\r\nHello");
    assertThat(cut.cuts()).containsExactly(Cut.HEADER);
    assertThat(cut.header().fields().all("x")).hasSize(9);
    assertThat(cut.header().subject()).isEqualTo("late");
    assertThat(cut.body().text()).isEqualTo("Hello");
  }

  @Test
  void afterAFieldBeyondAllMeasureNothingIsRead() {
    String head = FROM + "To: sam@post.example\r\nX: ";

    InboundMail cut = parse(head + "y".repeat(InboundLimits.FIELD_BYTES_MAX) + "\r\n\r\nHello");

    assertThat(cut.cuts()).containsExactly(Cut.HEADER);
    assertThat(cut.header().from()).isPresent();
    assertThat(cut.body().text()).isEmpty();
    assertThat(
            parse(head + "y".repeat(InboundLimits.FIELD_BYTES_MAX - 10) + "\r\n\r\nHello")
                .body()
                .text())
        .isEqualTo("Hello");
  }

  @Test
  void partsAreCounted() {
    String part = "--b\r\n\r\nx\r\n";

    assertThat(multipart(part.repeat(InboundLimits.PARTS_MAX - 1)).cuts()).isEmpty();
    InboundMail cut = multipart(part.repeat(InboundLimits.PARTS_MAX));
    assertThat(cut.cuts()).containsExactly(Cut.PARTS);
    assertThat(cut.body().text().lines()).hasSize(InboundLimits.PARTS_MAX - 1);
  }

  @Test
  void multipartsAreEnteredToALimitedDepth() {
    assertThat(nested(InboundLimits.DEPTH_MAX).body().text()).isEqualTo("Hello");
    assertThat(nested(InboundLimits.DEPTH_MAX).cuts()).isEmpty();
    InboundMail cut = nested(InboundLimits.DEPTH_MAX + 1);
    assertThat(cut.cuts()).containsExactly(Cut.DEPTH);
    assertThat(cut.attachments()).hasSize(1);
    assertThat(nested(50_000).cuts()).contains(Cut.DEPTH);
  }

  @Test
  void textIsOfBoundedLength() {
    String text = "x".repeat(InboundLimits.TEXT_CHARS_MAX);

    assertThat(parse(FROM + "\r\n" + text).cuts()).isEmpty();
    InboundMail cut = parse(FROM + "\r\n" + text + "y");
    assertThat(cut.cuts()).containsExactly(Cut.TEXT);
    assertThat(cut.body().text()).isEqualTo(text);
    assertThat(cut.truncated()).isTrue();
  }

  @Test
  void textOfManyPartsIsOfBoundedLength() {
    InboundMail cut =
        multipart(
            ("--b\r\n\r\n" + "x".repeat(InboundLimits.TEXT_CHARS_MAX / 2) + "\r\n").repeat(4));

    assertThat(cut.cuts()).containsExactly(Cut.TEXT);
    assertThat(cut.body().text()).hasSize(InboundLimits.TEXT_CHARS_MAX);
  }

  @Test
  void aBoundedLengthOfHtmlIsMadeIntoText() {
    String part = "--b\r\nContent-Type: text/html\r\n\r\n" + "<p>x".repeat(10_000) + "\r\n";

    InboundMail cut = multipart(part.repeat(8));

    assertThat(cut.cuts()).containsExactly(Cut.TEXT);
    assertThat(cut.body().html().orElseThrow()).hasSizeGreaterThan(320_000);
    assertThat(cut.body().text().chars().filter(c -> c == 'x').count())
        .isBetween(30_000L, InboundLimits.HTML_READ_CHARS_MAX / 4L);
  }

  @Test
  void hostileHtmlIsReadAllTheSame() {
    for (String tag : new String[] {"<div>", "<table><b>", "<form><div>", "<p><b id=x>"}) {
      assertThat(parse(FROM + "Content-Type: text/html\r\n\r\n" + tag.repeat(100_000)).cuts())
          .containsExactly(Cut.TEXT);
    }
  }

  @Test
  void aSubjectIsOfBoundedLength() {
    String subject = "x".repeat(InboundLimits.SUBJECT_CHARS_MAX);

    assertThat(parse("Subject: " + subject + "\r\n\r\n").cuts()).isEmpty();
    InboundMail cut = parse("Subject: " + subject + "y\r\n\r\n");
    assertThat(cut.cuts()).containsExactly(Cut.SUBJECT);
    assertThat(cut.header().subject()).isEqualTo(subject);
  }

  @Test
  void addressesAreCounted() {
    String all = "a@example.com,".repeat(InboundLimits.ADDRESSES_MAX - 1) + "a@example.com";

    assertThat(parse("To: " + all + "\r\n\r\n").cuts()).isEmpty();
    InboundMail cut = parse("To: " + all + ",a@example.com\r\n\r\n");
    assertThat(cut.cuts()).containsExactly(Cut.ADDRESSES);
    assertThat(cut.header().to()).hasSize(InboundLimits.ADDRESSES_MAX);
    assertThat(parse(("To: " + all + "\r\n").repeat(2) + "\r\n").header().to())
        .hasSize(InboundLimits.ADDRESSES_MAX);
  }

  @Test
  void ofALongThreadTheRootAndTheNewestAreKept() {
    InboundMail cut = parse("References: " + ids(InboundLimits.REFERENCES_MAX + 5) + "\r\n\r\n");

    assertThat(parse("References: " + ids(InboundLimits.REFERENCES_MAX) + "\r\n\r\n").cuts())
        .isEmpty();
    assertThat(cut.cuts()).containsExactly(Cut.REFERENCES);
    assertThat(cut.header().references())
        .hasSize(InboundLimits.REFERENCES_MAX)
        .startsWith("0@example.com", "6@example.com")
        .endsWith(InboundLimits.REFERENCES_MAX + 4 + "@example.com");
  }

  @Test
  void aMessageIdIsOfBoundedLength() {
    String local = "x".repeat(InboundLimits.MESSAGE_ID_CHARS_MAX - "@a.b".length());

    assertThat(parse("Message-ID: <" + local + "@a.b>\r\n\r\n").header().messageId()).isPresent();
    assertThat(parse("Message-ID: <x" + local + "@a.b>\r\n\r\n").header().messageId()).isEmpty();
  }

  @Test
  void reportedRecipientsAreCounted() {
    String block = "Final-Recipient: rfc822; a@example.com\r\nAction: failed\r\n\r\n";
    String part = "--b\r\nContent-Type: message/delivery-status\r\n\r\n";

    assertThat(multipart(part + block.repeat(InboundLimits.REPORTED_MAX)).cuts()).isEmpty();
    InboundMail cut = multipart(part + block.repeat(InboundLimits.REPORTED_MAX + 1));
    assertThat(cut.cuts()).containsExactly(Cut.REPORTED);
    assertThat(((Bounce) cut.classification()).recipients()).hasSize(InboundLimits.REPORTED_MAX);
  }

  @Test
  void aDiagnosticIsOfBoundedLength() {
    String fold = " " + "x".repeat(900) + "\r\n";
    InboundMail mail =
        multipart(
            "--b\r\n"
                + "Content-Type: message/delivery-status\r\n\r\n"
                + "Final-Recipient: rfc822;a@example.com\r\n"
                + "Diagnostic-Code: smtp;\r\n"
                + fold.repeat(10));

    assertThat(((Bounce) mail.classification()).recipients().getFirst().diagnostic().length())
        .isBetween(1_900, InboundLimits.DIAGNOSTIC_CHARS_MAX);
  }

  @Test
  void aBoundaryIsOfBoundedLength() {
    // Every octet that follows is compared to it.
    String boundary = "b".repeat(10_000);
    InboundMail mail =
        parse(
            "Content-Type: multipart/mixed; boundary="
                + boundary
                + "\r\n\r\n--"
                + boundary
                + "\r\n\r\nx");

    assertThat(mail.body().text()).startsWith("--bbb");
  }

  @Test
  void fieldsThatTakeLongToReadAreReadInNoTime() {
    for (String field :
        new String[] {
          "Content-Type: text/plain" + ";a=b".repeat(100_000),
          "To: " + "\"\\".repeat(200_000),
          "To: " + "<,".repeat(200_000),
          "To: " + "(".repeat(400_000),
          "References: " + "<".repeat(400_000),
          "Subject: " + "=?x?q?a?= =?y?q?b?= ".repeat(20_000),
          "Subject: " + "Re: ".repeat(100_000)
        }) {
      assertThat(parse(field + "\r\n\r\nHello").body().text()).isEqualTo("Hello");
    }
  }

  private static String ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> "<" + i + "@example.com>").collect(joining(" "));
  }

  private static InboundMail nested(int depth) {
    StringBuilder message = new StringBuilder();
    for (int i = 0; i < depth; i++) {
      message.append("Content-Type: multipart/mixed; boundary=b").append(i);
      message.append("\r\n\r\n--b").append(i).append("\r\n");
    }
    return parse(message + "\r\nHello");
  }

  private static InboundMail multipart(String parts) {
    return parse(FROM + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts);
  }

  private static InboundMail parse(String message) {
    return InboundParser.parse(message.getBytes(StandardCharsets.UTF_8));
  }
}
