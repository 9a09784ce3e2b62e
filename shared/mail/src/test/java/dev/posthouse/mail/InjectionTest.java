package dev.posthouse.mail;

import static dev.posthouse.mail.MailFixtures.draft;
import static dev.posthouse.mail.MailFixtures.named;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nobody writes a header who was only asked for a subject.
final class InjectionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nBcc: victim@example.com",
        "a\nb",
        "a\rb",
        "a\u0000b",
        "a\tb",
        "a\u007fb",
        "a\u0085b",
        "a\u001bb",
      })
  void aControlCharacterIsRefusedInEveryHeader(String text) {
    refused(() -> draft().text("a").subject(text).finished());
    refused(() -> named("a@example.com", text));
    refused(() -> draft().text("a").messageId(text).finished());
    refused(() -> draft().text("a").inReplyTo(text, List.of()).finished());
    refused(() -> draft().text("a").inReplyTo(null, List.of(text)).finished());
    refused(() -> draft().text("a").header("X-Job", text).finished());
    refused(() -> draft().text("a").header(text, "b").finished());
    refused(() -> new Attachment(text, "text/plain", new byte[0]));
    refused(() -> new Attachment("a", text, new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a>", "<a> <b>", "<a", "ü@example.com", "<>"})
  void whatIsNotOneMessageIdIsRefused(String id) {
    refused(() -> draft().text("a").messageId(id).finished());
    refused(() -> draft().text("a").inReplyTo(id, List.of()).finished());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject",
        "BCC",
        "content-type",
        "Content-Language",
        "List-Unsubscribe",
        "DKIM-Signature",
        "X Job",
        "X-Job:",
        "",
        "X-Jöb",
      })
  void aHeaderThatIsNotFreeIsRefused(String name) {
    refused(() -> draft().text("a").header(name, "b").finished());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "text/",
        "/plain",
        "text/plain; charset=x",
        "text/plain\r\nX: y",
        "multipart/mixed",
        "message/rfc822",
        "Message/RFC822",
        "text/plain x",
      })
  void anAttachmentOfNoProperTypeIsRefused(String type) {
    refused(() -> new Attachment("a", type, new byte[0]));
  }

  @Test
  void aNulIsRefusedInABody() {
    refused(() -> draft().text("a\0b").finished());
    refused(() -> draft().html("a\0b").finished());
  }

  @Test
  void aMessageWithoutABodyIsRefused() {
    refused(() -> draft().finished());
  }

  @Test
  void anUnsubscribeAddressHasItsScheme() {
    URI https = URI.create("https://post.example/u/t");
    refused(() -> new ListUnsubscribe(URI.create("http://post.example/u/t"), null));
    refused(() -> new ListUnsubscribe(URI.create("/u/t"), null));
    refused(() -> new ListUnsubscribe(URI.create("https://post.example/ü"), null));
    refused(() -> new ListUnsubscribe(https, https));
    refused(() ->
        new ListUnsubscribe(
            URI.create("https://post.example/" + "x".repeat(ListUnsubscribe.LENGTH_MAX)), null));
  }

  @Test
  void lengthsAreTakenUpToTheirLimits() {
    assertThatCode(() -> draft().text("a").subject("x".repeat(OutgoingMail.SUBJECT_MAX)).finished())
        .doesNotThrowAnyException();
    refused(() -> draft().text("a").subject("x".repeat(OutgoingMail.SUBJECT_MAX + 1)).finished());
    refused(() -> named("a@example.com", "x".repeat(NamedAddress.DISPLAY_NAME_MAX + 1)));
    refused(() -> draft().text("a").messageId("x".repeat(MessageIds.LENGTH_MAX + 1)).finished());
    refused(
        () -> new Attachment("x".repeat(Attachment.FILENAME_MAX + 1), "text/plain", new byte[0]));
    refused(() -> new Attachment(" ", "text/plain", new byte[0]));
  }

  private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
  }
}
