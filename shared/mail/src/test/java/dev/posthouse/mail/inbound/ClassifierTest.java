package dev.posthouse.mail.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.mail.inbound.Classification.AutoReply;
import dev.posthouse.mail.inbound.Classification.Bounce;
import dev.posthouse.mail.inbound.Classification.Human;
import dev.posthouse.mail.inbound.Classification.ListMail;
import dev.posthouse.mail.inbound.Classification.UnsubscribeRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the corpus does not show: one sign at a time, and which of two goes first.
final class ClassifierTest {
  @Test
  void aMessageWithoutASignIsOfAHuman() {
    assertThat(classify("Auto-Submitted: no\nX-Autoreply: no\nPrecedence: normal\n"))
        .isInstanceOf(Human.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-notified; owner-email=x",
        "X-Autoreply: yes",
        "X-Autorespond: x",
        "X-Mail-Autoreply: 1",
        "Precedence: auto_reply",
        "X-Auto-Response-Suppress: All",
        "Return-Path: <>",
      })
  void anAnsweringMachineIsKnownByOneSign(String field) {
    assertThat(classify(field + "\n")).isInstanceOf(AutoReply.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: Automatic reply: Hello",
        "Subject: Out of office",
        "Subject: Abwesenheitsnotiz: Hallo",
        "X-Auto-Response-Suppress: OOF, DR",
      })
  void aHintAloneDoesNotMakeAMachine(String field) {
    assertThat(classify(field + "\n")).isInstanceOf(Human.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Auto-Response-Suppress: OOF, DR",
        "Precedence: bulk",
        "In-Reply-To: <a@example.com>",
      })
  void anAbsenceSubjectBesideAHintMakesAMachine(String hint) {
    assertThat(classify("Subject: Automatic reply: Hello\n" + hint + "\n"))
        .isEqualTo(new AutoReply(true, "subject"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "List-Id: <a.example.com>",
        "List-Post: <mailto:a@example.com>",
        "List-Unsubscribe: <https://example.com>",
        "Precedence: list",
        "Precedence: bulk",
      })
  void aListIsKnownByOneSign(String field) {
    assertThat(classify(field + "\n")).isInstanceOf(ListMail.class);
  }

  @Test
  void anAutomaticMessageToAListIsAutomatic() {
    assertThat(classify("List-Id: <a.example.com>\nAuto-Submitted: auto-replied\n"))
        .isInstanceOf(AutoReply.class);
  }

  @Test
  void anAutomaticAnswerUnsubscribesNobody() {
    assertThat(classify("Subject: unsubscribe\nAuto-Submitted: auto-replied\n"))
        .isInstanceOf(AutoReply.class);
    assertThat(classify("Subject: unsubscribe\nAuto-Submitted: auto-generated\n"))
        .isInstanceOf(UnsubscribeRequest.class);
  }

  @Test
  void aListedMessageMayBeAnUnsubscribeRequest() {
    assertThat(classify("Subject: Unsubscribe\nPrecedence: bulk\n"))
        .isEqualTo(new UnsubscribeRequest("subject"));
  }

  @Test
  void aPersonCannotBounceByASubjectAlone() {
    assertThat(classify("Subject: Undeliverable: my parcel\n")).isInstanceOf(Human.class);
    assertThat(classify("Subject: Undeliverable: my parcel\nReturn-Path: <>\n"))
        .isInstanceOf(Bounce.class);
  }

  @Test
  void theSecondClassificationOfTheSameBytesIsTheSame() {
    for (String name : Corpus.names()) {
      byte[] message = Corpus.message(name);
      assertThat(InboundParser.parse(message).classification())
          .isEqualTo(InboundParser.parse(message).classification());
    }
  }

  private static Classification classify(String header) {
    String message = header + "From: anna@example.com\nTo: sam@post.example\n\nHello Sam\n";
    return InboundParser.parse(message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))
        .classification();
  }
}
