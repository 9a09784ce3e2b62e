package dev.posthouse.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.mail.inbound.Verdicts.Verdict;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Only what SES has written itself counts.
final class ReceivedBySesTest {
  private static final String RECEIVED =
      """
      Return-Path: <anna@example.com>
      Received: from mail.example.com (mail.example.com [192.0.2.50])
       by inbound-smtp.us-west-2.amazonaws.com with SMTP id abc123
       for sam+tok@post.example;
       Fri, 30 Jan 2026 10:15:04 +0000 (UTC)
      """;
  private static final String VERDICTS = "X-SES-Spam-Verdict: FAIL\nX-SES-Virus-Verdict: PASS\n";
  private static final String RECEIPT = "X-SES-RECEIPT: AEFB\n";
  private static final String FORGED =
      """
      X-SES-Spam-Verdict: PASS
      X-SES-Virus-Verdict: PASS
      Authentication-Results: amazonses.com; spf=pass; dkim=pass; dmarc=pass
      """;

  @Test
  void allVerdictsAreRead() {
    String results =
        """
        Authentication-Results: amazonses.com;
         spf=softfail (spfCheck: x) client-ip=192.0.2.50;
         dkim=temperror header.i=@example.com;
         dmarc=none header.from=example.com;
        """;

    assertThat(verdicts(RECEIVED + VERDICTS + results + RECEIPT))
        .isEqualTo(
            new Verdicts(
                Verdict.GRAY, Verdict.PROCESSING_FAILED, Verdict.NONE, Verdict.FAIL, Verdict.PASS));
  }

  @Test
  void oneGoodSignatureOfSeveralIsEnough() {
    String results =
        "Authentication-Results: amazonses.com; dkim=fail header.i=@a.example; dkim=pass"
            + " header.i=@b.example;\n";

    assertThat(verdicts(RECEIVED + results).dkim()).isEqualTo(Verdict.PASS);
  }

  @Test
  void whatStandsBelowTheReceiptIsTheSenders() {
    assertThat(verdicts(RECEIVED + RECEIPT + FORGED)).isEqualTo(Verdicts.NONE);
  }

  @Test
  void whatStandsBelowAnotherFieldIsTheSenders() {
    assertThat(verdicts(RECEIVED + "Subject: Hello\n" + FORGED)).isEqualTo(Verdicts.NONE);
  }

  @Test
  void whatStandsBelowTheSendersServerIsTheSenders() {
    assertThat(verdicts(RECEIVED + "Received: from x by y; now\n" + FORGED))
        .isEqualTo(Verdicts.NONE);
  }

  @Test
  void ofTwoOfAKindTheUpperOneIsOfSes() {
    assertThat(verdicts(RECEIVED + VERDICTS + FORGED).spam()).isEqualTo(Verdict.FAIL);
    assertThat(verdicts(RECEIVED + VERDICTS + FORGED).dmarc()).isEqualTo(Verdict.NONE);
  }

  @Test
  void aMessageThatDidNotComeThroughSesHasNone() {
    assertThat(verdicts(FORGED)).isEqualTo(Verdicts.NONE);
    assertThat(verdicts("Received: from x by mx.evil.example; now\n" + FORGED))
        .isEqualTo(Verdicts.NONE);
  }

  @Test
  void anotherServersResultsDoNotCount() {
    assertThat(verdicts(RECEIVED + "Authentication-Results: evil.example; dmarc=pass\n").dmarc())
        .isEqualTo(Verdict.NONE);
  }

  @Test
  void aSenderAddressCannotSmuggleAResultIn() {
    String results =
        "Authentication-Results: amazonses.com; spf=fail (x; dmarc=pass) envelope-from=\"a;"
            + " dmarc=pass \"@evil.example; helo=b; dmarc=pass; dkim=none; dmarc=fail"
            + " header.from=bank.example;\n";

    assertThat(verdicts(RECEIVED + results).dmarc()).isEqualTo(Verdict.FAIL);
    assertThat(verdicts(RECEIVED + results).spf()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void theEnvelopeIsRead() {
    MailEnvelope envelope = parse(RECEIVED).header().envelope();

    assertThat(envelope.recipient().map(Object::toString)).contains("sam+tok@post.example");
    assertThat(envelope.returnPath().map(Object::toString)).contains("anna@example.com");
    assertThat(parse("Return-Path: <>\n").header().envelope().nullReturnPath()).isTrue();
  }

  @Test
  void theEnvelopeRecipientIsAThreadKey() {
    assertThat(parse(RECEIVED).threadKeys().tokens())
        .extracting(PlusToken::token)
        .containsExactly("tok");
  }

  private static Verdicts verdicts(String header) {
    return parse(header).verdicts();
  }

  private static InboundMail parse(String header) {
    String message = header + "From: anna@example.com\n\nHello\n";
    return InboundParser.parse(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
  }
}
